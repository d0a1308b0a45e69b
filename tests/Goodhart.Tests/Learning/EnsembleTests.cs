using Goodhart.Learning;
using Goodhart.Models;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Tests.Learning;

public sealed class EnsembleTests
{
    private static readonly TrainingOptions training = new(8, 64, 3e-3) { Schedule = new(Decay.None) };

    private static (QuirkWorld World, IReadOnlyList<Pair<float[]>> Pairs) Data(Generator rng)
    {
        var world = new QuirkWorld(new(), rng);
        return (world, new Annotator("a") { FlipRate = 0.25 }.Judge(world.Pairs(300, rng), rng).Preferences.ToPairs());
    }

    private static MemberAgreement Agreement(Func<int, Generator, SeedPlan> plan, bool bootstrap = false)
    {
        var rng = new Generator(3);
        var (world, pairs) = Data(rng);
        using var ensemble = ScorerEnsemble<float[]>.Fit(plan(3, rng), (body, head) => new FeatureScorer(world.Width, new(16, InitialScale: 1.5), body, head), pairs, Objective.Pairwise<float[]>(), training, bootstrap, TestContext.Current.CancellationToken);
        return MemberAgreement.Of(ensemble.Rewards((name, m) => LearnedReward.Of(name, (FeatureScorer)m)), world.Answers(500, rng));
    }

    [Fact]
    public void Members_DifferTheMore_TheLessTheyShare()
    {
        double copies = Agreement(SeedPlan.Copies).MeanSpread, body = Agreement(SeedPlan.OneBody).MeanSpread, apart = Agreement(SeedPlan.Apart).MeanSpread, drawn = Agreement(SeedPlan.Apart, bootstrap: true).MeanSpread;
        Assert.Equal(0, copies);
        Assert.True(0 < body && body < apart && apart < drawn, $"{body} {apart} {drawn}");
    }

    [Fact]
    public void Agreement_IsHandDerived()
    {
        var rows = FeatureRows.Of([[0], [1], [2]]);
        var agreement = MemberAgreement.Of([Reward.Each<FeatureRows>("x", (r, i) => r[i][0]), Reward.Each<FeatureRows>("7 − 3x", (r, i) => 7 - 3 * r[i][0])], rows);
        Assert.Equal(-1, agreement.MeanCorrelation, 1e-12);
        // Centred −1, 0, 1 against 3, 0, −3: half the gaps 4, 0, 4.
        Assert.Equal([2, 0, 2], agreement.Spread.Select(s => Math.Round(s, 9)));
        Assert.True(agreement.ScalesDiffer);
    }

    [Fact]
    public void Plan_OfUnequalSeeds_IsRefused() =>
        Assert.Contains("one body seed and one head seed per member, got 1 and 2", Assert.Throws<ArgumentException>(() => new SeedPlan([1], [2, 3])).Message);

    [Fact]
    public void MultiHead_FollowsTheFirstStage_AndTowersNoticeQuirks()
    {
        var rng = new Generator(5);
        var (world, pairs) = Data(rng);
        using var nominal = new FeatureScorer(world.Width, new(32, InitialScale: 1.5), rng.Fork());
        RewardTrainer.Fit(nominal, pairs, Objective.Pairwise<float[]>(), training, rng, cancellation: TestContext.Current.CancellationToken);
        var answers = FeatureRows.Of([.. pairs.SelectMany(p => (float[][])[p.First, p.Second])]);
        using var heads = MultiHeadReward.Fit(nominal, answers, new(Heads: 3) { Training = new(20, 64, 3e-3) }, rng, TestContext.Current.CancellationToken);
        float[] own = new float[answers.Count], first = new float[answers.Count], mixed = new float[answers.Count];
        heads.Heads[0].Evaluate(answers, own);
        heads.Nominal.Evaluate(answers, first);
        Assert.Equal(0, first.Average(), 1e-4);
        Assert.True(Goodhart.Statistics.Correlation.Pearson(Array.ConvertAll(own, s => (double)s), Array.ConvertAll(first, s => (double)s)) > 0.85);
        heads.Mix(1).Evaluate(answers, mixed);
        Assert.Equal(first, mixed);
        heads.Mix(0.5).Evaluate(answers, mixed);
        Assert.True(mixed.Average() < first.Average());
        var familiar = world.Answers(500, rng).With(world.Quirks.Start.Value, 0);
        Assert.True(heads.Novelty(familiar, familiar.With(world.Quirks.Start.Value, 4)).Spread > 1.3);
        Assert.Contains("lambda must be in [0, 1], was 2", Assert.Throws<ArgumentOutOfRangeException>(() => heads.Mix(2)).Message);
        using var one = MultiHeadReward.Fit(nominal, answers, new(Heads: 1, Shared: true) { Training = new(1) }, rng, TestContext.Current.CancellationToken);
        Assert.Contains("at least two heads, there is 1", Assert.Throws<ArgumentException>(() => one.Mix(0.5)).Message);
    }

    [Theory]
    [InlineData(1.49, 2, "differ on strange samples only 1.49 times as much as on familiar ones: give them towers of their own")]
    [InlineData(1.5, 1.19, "σ on strange samples is 1.19 times that on familiar ones: do not choose the most certain head")]
    [InlineData(1.5, 1.2, null)]
    public void Novelty_WarnsOfHeadsThatNoticeNothing(double spread, double sigma, string? warning)
    {
        var said = new HeadNovelty(spread, sigma, 0.68, 0.95).Warning;
        if (warning is null) Assert.Null(said);
        else Assert.Contains(warning, said);
    }

    [Fact]
    public void Novelty_OfFamiliarSamples_IsNone_AndOfHeadsOnOneBody_LessThanOfTowers()
    {
        var rng = new Generator(7);
        var (world, pairs) = Data(rng);
        using var nominal = new FeatureScorer(world.Width, new(32, 2, Activation.Relu, InitialScale: 1.5), rng.Fork());
        RewardTrainer.Fit(nominal, pairs, Objective.Pairwise<float[]>(), training, rng, cancellation: TestContext.Current.CancellationToken);
        var answers = FeatureRows.Of([.. pairs.SelectMany(p => (float[][])[p.First, p.Second])]);
        FeatureRows familiar = world.Answers(500, rng).With(world.Quirks.Start.Value, 0), strange = familiar.With(world.Quirks.Start.Value, 4);
        HeadNovelty Of(bool shared, FeatureRows rows)
        {
            using var heads = MultiHeadReward.Fit(nominal, answers, new(Shared: shared) { Training = new(20, 64, 3e-3) }, new Generator(8), TestContext.Current.CancellationToken);
            return heads.Novelty(familiar, rows);
        }

        var none = Of(shared: false, familiar);
        Assert.Equal((1, 1), (none.Spread, none.Sigma));
        Assert.Contains("towers of their own", none.Warning);
        Assert.True(none.CoverageOne is > 0.4 and < 0.95 && none.CoverageTwo > none.CoverageOne, $"{none}");
        var (one, own) = (Of(shared: true, strange), Of(shared: false, strange));
        Assert.True(one.Spread < own.Spread, $"{one} {own}");
    }
}
