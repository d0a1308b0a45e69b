using Goodhart.Learning;
using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Tests.Learning;

public sealed class StrengthTests
{
    private static readonly PreferenceStrength strength = new([new("a", [1, 3]), new("b", [-1, -3]), new("c", [0.5, -0.1])], 0.8, 0.98);

    private static readonly Pair<int>[] pairs = [new(1, 2, 1), new(3, 4, 0), new(5, 6, 0.5)];

    [Fact]
    public void Strength_IsMeanAndPopulationDeviationOfTheVotes()
    {
        Assert.Equal((2, 1), (strength.Pairs[0].Mean, strength.Pairs[0].Std));   // ½·((1 − 2)² + (3 − 2)²) = 1
        Assert.Equal(1.0 / 3, strength.Doubted, 1e-12);
        Assert.Null(strength.Warning);
        Assert.Contains("memorised", new PreferenceStrength([], 0.99, 0.98).Warning);
    }

    [Fact]
    public void Repairs_ChangeWhatTheVoteDoubts()
    {
        Assert.Equal([1, 1, 0.5], pairs.FlipByStrength(strength).Select(p => p.Target));
        Assert.Equal([1, 0.1, 0.5], pairs.SoftenByStrength(strength).Select(p => p.Target));
        Assert.Equal([2, -2, 0.2], pairs.MarginByStrength(strength).Select(p => Math.Round(p.Margin, 12)));
        Assert.Equal(2, pairs.FlipByStrength(strength).MarginByStrength(strength, absolute: true)[1].Margin);
        Assert.Equal([1, 1, 0.5], pairs.FlipWeakest(strength, 0.34).Select(p => p.Target));
        Assert.Equal([1, 5], pairs.DropWeakest(strength, 0.34).Select(p => p.First));
        Assert.Throws<ArgumentException>(() => pairs[..2].FlipByStrength(strength));
    }

    [Fact]
    public void File_ReadsWhatItWrote_AndNamesABadLine()
    {
        var text = new StringWriter();
        StrengthFile.Write(strength, text);
        Assert.StartsWith("{\"id\":\"a\",\"mean_strength\":2,\"std_strength\":1,\"votes\":[1,3]}", text.ToString());
        var read = StrengthFile.Read(new StringReader(text.ToString()));
        Assert.Equal(strength.Pairs.Select(p => (p.Id, p.Mean, p.Std)), read.Pairs.Select(p => (p.Id, p.Mean, p.Std)));
        Assert.Contains("Line 2", Assert.Throws<InvalidDataException>(() => StrengthFile.Read(new StringReader("{\"id\":\"a\",\"votes\":[1,2]}\nnonsense"))).Message);
        Assert.Contains("at least two 'votes'", Assert.Throws<InvalidDataException>(() => StrengthFile.Read(new StringReader("{\"id\":\"a\",\"votes\":[1]}"))).Message);
    }

    [Fact]
    public void Vote_OfOne_IsRefused() => Assert.Contains("at least two votes", Assert.Throws<ArgumentException>(() =>
        PreferenceStrength.Vote([new Pair<float[]>([1], [2], 1)], (body, _) => new FeatureScorer(1, new(), body), new(1), new(), new Generator(1), cancellation: TestContext.Current.CancellationToken)).Message);

    [Fact]
    public void Extrapolation_GoesOnTheSameWay_AndKeepsTheBest()
    {
        using var parameters = new ParameterVector([2]);
        parameters.Values[0] = 1;
        parameters.Values[1] = -2;
        using var start = zeros(2);
        WeightExtrapolation.Apply(parameters, start, 0.5);
        Assert.Equal([1.5f, -3], parameters.Values.ToArray());
        // From 1.5 the best of |x − 3| among a = 0, ½, 1, 2 is 1: x = 3.
        var a = WeightExtrapolation.Search(parameters, start, [0, 0.5, 1, 2], () => -Math.Abs(parameters.Values[0] - 3));
        Assert.Equal((1, 3f), (a, parameters.Values[0]));
    }

    [Fact]
    public void SimCse_OfRightAngles_IsKnown()
    {
        using var scope = NewDisposeScope();
        // Cosines 1 and 0 at temperature 1: log(e + 1) − 1 = .313262 for both rows.
        Assert.All(Contrast.SimCse(eye(2), 3 * eye(2), 1).Floats().ToArray(), l => Assert.Equal(0.313262, l, 1e-5));
        // Swapped views: log(e + 1) − 0.
        Assert.All(Contrast.SimCse(eye(2), eye(2).flip(0), 1).Floats().ToArray(), l => Assert.Equal(1.313262, l, 1e-5));
    }

    [Fact]
    public void Codes_UseAllPrototypesAlike()
    {
        using var scope = NewDisposeScope();
        var codes = Contrast.Codes(randn(64, 4, generator: new TorchSharp.torch.Generator(1)) * 0.1, rounds: 50);
        Assert.All(codes.sum(1).Floats().ToArray(), s => Assert.Equal(1, s, 1e-4));
        Assert.All(codes.sum(0).Floats().ToArray(), s => Assert.Equal(16, s, 0.2));
        Tensor view = eye(3), one = Contrast.SwAv(view, view, eye(3)), swapped = Contrast.SwAv(view, view.roll(1, 0), eye(3));
        Assert.True(one.mean().item<float>() < swapped.mean().item<float>());
    }

    [Fact]
    public void MetaRm_Difference_IsTheMeanOfSigmoidsOfGaps()
    {
        using var scope = NewDisposeScope();
        // Gaps 1, 2, 1: (2/9)·(2·.731059 + .880797) = .520648.
        Assert.Equal(0.520648, MetaRm<int>.Difference(tensor([0f, 1f, 2f])).item<float>(), 1e-5);
        Assert.Contains("at least two to a prompt, got 1", Assert.Throws<ArgumentException>(() => MetaRm<int>.Difference(tensor([0f]))).Message);
    }

    [Fact]
    public void MetaRm_WithoutShiftedAnswers_IsAnOrdinaryStep_AndWithThemAnother()
    {
        Pair<float[]>[] batch = [new([1, 0], [0, 1], 1), new([0.5f, 1], [0, 1], 0)];
        float[] Stepped(params IReadOnlyList<float[]>[] shifted)
        {
            using var scorer = new FeatureScorer(2, new(8), new Generator(1));
            using var meta = new MetaRm<float[]>(scorer, new(Ahead: 1, ClipNorm: 100));
            for (var i = 0; i < 3; i++) meta.Step(batch, shifted);
            return scorer.Parameters.Values.ToArray();
        }

        float[] Trained()
        {
            using var scorer = new FeatureScorer(2, new(8), new Generator(1));
            RewardTrainer.Fit(scorer, batch, Objective.Pairwise<float[]>(), new(3, 2, 1e-3, ClipNorm: 100) { Shuffle = false, Schedule = new(Decay.None) }, new Generator(1), cancellation: TestContext.Current.CancellationToken);
            return scorer.Parameters.Values.ToArray();
        }

        Assert.All(Stepped().Zip(Trained()), p => Assert.Equal(p.First, p.Second, 1e-6));
        Assert.NotEqual(Stepped(), Stepped([[2, 2], [-1, 3]]));
    }
}
