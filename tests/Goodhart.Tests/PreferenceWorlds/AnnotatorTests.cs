using CsCheck;
using Goodhart.Feedback;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Tests;

public sealed class AnnotatorTests
{
    private static readonly IReward<FeatureRows> gold = Reward.Each<FeatureRows>("gold", (rows, i) => rows[i][0]);

    /// <summary>Pairs whose gold gap is <paramref name="gap"/> and whose second feature is <paramref name="first"/> and <paramref name="second"/>.</summary>
    private static Comparisons Pair(float gap, float first = 0, float second = 0, int copies = 1) => new(
        FeatureRows.Of([.. Enumerable.Repeat(new[] { 0, first, 5f }, copies)]), FeatureRows.Of([.. Enumerable.Repeat(new[] { gap, second, 5f }, copies)]), gold);

    [Fact]
    public void Exact_perception_labels_by_gold_and_calls_equal_answers_a_tie()
    {
        var exact = new Annotator("exact");
        Choice Of(float gap) => exact.Judge(Pair(gap), new(1)).Preferences[0].Choice;
        Assert.Equal([Choice.First, Choice.Tie, Choice.Second], [Of(-0.1f), Of(0), Of(0.1f)]);
        Assert.Equal((0.0, 0.0), exact.Law(Pair(0))[0]);
    }

    [Fact]
    public void The_law_is_that_of_the_papers()
    {
        double Second(Annotator a, Comparisons pair) => a.Law(pair)[0].Second;
        var bt = new Annotator("bt") { Perception = new Perception.BradleyTerry(2) };
        Assert.Equal(1 / (1 + Math.Exp(-1.4)), Second(bt, Pair(0.7f)), 1e-6);
        Assert.Equal(0.75 / (1 + Math.Exp(-1.4)) + 0.25 / (1 + Math.Exp(1.4)), Second(bt with { FlipRate = 0.25 }, Pair(0.7f)), 1e-6);
        Assert.Equal(0.84134, Second(new("normal") { Perception = new Perception.Normal(0.8) }, Pair(0.8f)), 1e-4);

        // Limited attention with two of three features differing: σ(β·g·D/(2·2)) at β = 1, D = 3, so the clear number of steps is D/2.
        var tree = new Annotator("tree") { Perception = new Perception.BradleyTerry(1), Attention = new(1.5) };
        Assert.Equal(1 / (1 + Math.Exp(-0.7 * 3 / 4)), Second(tree, Pair(0.7f, second: 1)), 1e-6);

        // 40 % of labels go by the marker alone: the second lacks it.
        var habit = new Annotator("habit") { Habit = new(1, 0.4) };
        Assert.Equal((0.4, 0.6), habit.Law(Pair(1, first: 1))[0]);
        Assert.Equal((0.0, 1.0), habit.Law(Pair(1))[0]);
    }

    [Fact]
    public void Judgements_follow_the_law_whatever_the_faults() =>
        Gen.Select(Gen.Float[-2, 2], Gen.Double[0, 0.5], Gen.Double[0, 1], Gen.Double[0, 0.6], Gen.Bool).Sample((gap, flips, share, ties, logistic) =>
        {
            var annotator = new Annotator("any")
            {
                Perception = logistic ? new Perception.BradleyTerry(1.5) : new Perception.Normal(0.8),
                FlipRate = flips,
                Habit = new(1, share),
                TiesWithin = ties,
                Attention = new(1),
            };
            var pairs = Pair(gap, first: 1, copies: 4000);
            var (first, second) = annotator.Law(pairs)[0];
            var labels = annotator.Judge(pairs, new(11)).Preferences;
            // Five standard errors of a share of 4000.
            Assert.Equal(first, labels.Count(l => l.Choice is Choice.First) / 4000.0, 0.04);
            Assert.Equal(second, labels.Count(l => l.Choice is Choice.Second) / 4000.0, 0.04);
        }, iter: 30, seed: "0000KDtW5cZ0");

    [Fact]
    public void Strengths_bin_what_was_perceived()
    {
        var annotator = new Annotator("helpsteer") { StrengthLimits = [0.6, 1.4] };
        double?[] strengths = [.. new[] { 0.5f, 0.6f, 1.3f, -1.5f }.Select(gap => annotator.Judge(Pair(gap), new(1)).Preferences[0].Strength)];
        Assert.Equal([1.0, 2.0, 2.0, 3.0], strengths);
    }

    [Fact]
    public void Flips_are_known_and_are_the_only_errors_of_exact_perception()
    {
        var pairs = new FeaturePreferenceWorld(new(), new(1)).Pairs(4000, new Generator(2));
        var labels = new Annotator("noisy") { FlipRate = 0.25 }.Judge(pairs, new(3));
        Assert.Equal(labels.Flipped, Enumerable.Range(0, labels.Count).Select(labels.IsWrong));
        Assert.Equal(0.25, labels.Flipped.Count(f => f) / 4000.0, 4 * Math.Sqrt(0.25 * 0.75 / 4000));
        Assert.Equal(1 - labels.Flipped.Count(f => f) / 4000.0, labels.Agreement, 1e-12);
    }

    [Fact]
    public void Tags_decide_where_an_annotator_is_wrong()
    {
        var pairs = new FeaturePreferenceWorld(new(6, new GoldShape.Linear()), new(1)).Pairs(3000, new Generator(2)).Tagged(6, 0.2, new Generator(3));
        var ai = new Annotator("ai") { FlipRate = 0.05, TagFlips = new Dictionary<int, double> { [0] = 1, [1] = 1 } };
        var labels = ai.Judge(pairs, new(4));
        for (var i = 0; i < pairs.Count; i++)
            if (pairs.HasTag(i, 0) || pairs.HasTag(i, 1)) Assert.True(labels.IsWrong(i));
        int[] safe = [.. Enumerable.Range(0, 3000).Where(i => !pairs.HasTag(i, 0) && !pairs.HasTag(i, 1))];
        Assert.Equal(0.64, safe.Length / 3000.0, 0.04);
        Assert.Equal(0.05, safe.Count(labels.IsWrong) / (double)safe.Length, 0.02);
        Assert.Equal(pairs.HasTag(17, 3), pairs.At(17).HasTag(0, 3));
    }

    [Fact]
    public void A_pool_mixes_tastes_by_share_and_says_who_judged()
    {
        var opposite = gold.Scale(-1);
        var pool = new AnnotatorPool([new("minority") { Taste = opposite, User = "u2", Cost = 5 }, new("majority") { User = "u1" }], [1, 3]);
        var labels = pool.Judge(Pair(1, copies: 4000), new(1));
        var minority = labels.Preferences.Count(p => p.Origin.User == "u2");
        Assert.Equal(1000, minority, 4 * Math.Sqrt(4000 * 0.25 * 0.75));
        Assert.All(labels.Preferences, p => Assert.Equal(p.Origin.Annotator == "minority" ? Choice.First : Choice.Second, p.Choice));
        Assert.Equal(4000 + 4 * minority, labels.Cost);
    }

    [Fact]
    public void Votes_become_soft_labels()
    {
        Annotator yes = new("yes"), no = new("no") { Taste = gold.Scale(-1) };
        Preference<float[]> Vote(params Annotator[] all) => new AnnotatorPool(all).Vote(Pair(1), new(1))[0];
        Assert.Equal((Choice.Second, 0.75), (Vote(yes, yes, yes, no).Choice, Vote(yes, yes, yes, no).SecondWins));
        Assert.Equal((Choice.Tie, 0.5), (Vote(yes, no).Choice, Vote(yes, no).SecondWins));
    }

    [Fact]
    public void Marks_are_rounded_and_clipped_and_may_be_missing()
    {
        var rows = new FeatureRows(new float[] { -5, -0.6f, 0.4f, 1.6f, 5 }, 1);
        Assert.Equal([0.0, 1, 2, 4, 4], new Rater(Noise: 0).Rate(rows, gold, new(1)).Select(r => r.For("overall").Value!.Value));
        var many = new FeatureRows(new float[5000], 1);
        var missing = new Rater(Missing: 0.4).Rate(many, [("a", gold), ("b", gold)], new(2)).SelectMany(r => r.Marks.Values).Count(m => m.Value is null);
        Assert.Equal(0.4, missing / 10_000.0, 0.02);

        // P(mark = 2) of a middling answer is P(|noise| < ½) = erf(.5/.8/√2) = .4680.
        Assert.Equal(0.4680, new Rater().Rate(many, gold, new(3)).Count(r => r.For("overall").Value == 2) / 5000.0, 4 * Math.Sqrt(0.25 / 5000));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        string Of(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;
        Assert.Contains("must be in [0, 1], was 1.5", Of(() => _ = new Annotator("x") { FlipRate = 1.5 }), StringComparison.Ordinal);
        Assert.Contains("Share must be in [0, 1], was -1", Of(() => _ = new Habit(0, -1)), StringComparison.Ordinal);
        Assert.Contains("Slope must be positive, was 0", Of(() => _ = new Perception.BradleyTerry(0)), StringComparison.Ordinal);
        Assert.Contains("at least one annotator", Of(() => _ = new AnnotatorPool([])), StringComparison.Ordinal);
        Assert.Contains("There are 1 first and 2 second answers", Of(() => _ = new Comparisons(new(new float[1], 1), new(new float[2], 1), gold)), StringComparison.Ordinal);
    }
}
