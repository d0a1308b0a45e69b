using static Goodhart.Tests.Rows;

namespace Goodhart.Tests;

public sealed class AlgebraTests
{
    [Fact]
    public void Sum_WeightsItsParts_AndRecordsThemRaw()
    {
        var reward = Reward.Sum("total", Part(0).Weighted(2), Part(1).Weighted(-0.5f));
        var trace = PartTrace.Of(reward, keep: true);
        Near(reward.Scores(Of([1, 4], [3, 2]), trace), 0, 0, 5);
        Assert.Equal([1f, 3f], trace.Children[0].Last.ToArray());
        Assert.Equal([4f, 2f], trace.Children[1].Last.ToArray());
        Assert.Equal([0f, 5f], trace.Last.ToArray());
        Assert.Equal([2f, -0.5f], trace.Children.Select(child => child.Weight));
        Assert.Equal(["total", "total/part0", "total/part1"], trace.Flatten().Select(part => part.Path));
    }

    [Fact]
    public void Sum_OfDifferentUnits_NeedsAStatedConversion()
    {
        IReward<Batch<float[]>> speed = Part(0, "speed", "m/s"), energy = Part(1, "energy", "J");
        Assert.Equal("Reward 'total' adds 'energy' in J to 'speed' in m/s. Say what the weight makes of it: energy.Weighted(weight, unit: \"m/s\").",
            Assert.Throws<ArgumentException>(() => Reward.Sum("total", speed, energy)).Message);
        var total = Reward.Sum("total", speed.Weighted(0.1f, "1"), energy.Weighted(-0.01f, "1"));
        Assert.Equal("1", total.Unit);
        Assert.Equal("m/s", Reward.Sum("total", speed, Part(1, "bonus", "m/s")).Unit);
    }

    [Fact]
    public void Product_MultipliesScoresAndUnits()
    {
        var reward = Reward.Product("power", Part(0, "force", "N"), Part(1, "speed", "m/s"), Part(2, "alive"));
        Near(reward.Scores(Of([2, 3, 1], [5, 7, 0])), 0, 6, 0);
        Assert.Equal("N·m/s", reward.Unit);
    }

    [Fact]
    public void ClipScaleCentre_ByHand()
    {
        var batch = Column(-3, 0.25f, 2);
        Near(Part(0).Clip(-1, 1).Scores(batch), 0, -1, 0.25, 1);
        Near(Part(0).ClipAbove(0.5f).Scores(batch), 0, -3.5, -0.25, 0);
        Near(Part(0).Scale(-2).Scores(batch), 0, 6, -0.5, -4);
        Near(Part(0).Centre(0.25f).Scores(batch), 0, -3.25, 0, 1.75);
        Near(Part(0).CentreOn(Column(1, 2, 6)).Scores(batch), 0, -6, -2.75, -1);
        Assert.Equal("part0.clip", Part(0).Clip(0, 1).Name);
        Assert.Equal("1", Part(0, unit: "m/s").Scale(0.1f, unit: "1").Unit);
    }

    [Fact]
    public void Transforms_RecordTheRawScoresBelow()
    {
        var reward = Part(0).Clip(-1, 1).Named("bounded");
        var trace = PartTrace.Of(reward);
        reward.Scores(Column(-3, 5), trace);
        Assert.Equal((-1f, 1f, "bounded"), (trace.Min, trace.Max, trace.Path));
        Assert.Equal((-3f, 5f, "bounded/part0"), (trace.Children[0].Min, trace.Children[0].Max, trace.Children[0].Path));
    }

    [Fact]
    public void LogSigmoid_GoldenOfThePaper()
    {
        Near(Part(0).LogSigmoid().Scores(Column(-2, 0, 2)), 1e-6, -2.126928, -.693147, -.126928);
        Near(Part(0).LogSigmoid(3).Scores(Column(1, 3, 5)), 1e-6, -2.126928, -.693147, -.126928);
        Near(Part(0).LogSigmoid(Part(1)).Scores(Of([1, 3], [3, 3], [5, 3])), 1e-6, -2.126928, -.693147, -.126928);
    }

    [Fact]
    public void LogSigmoid_FarOut_NeitherOverflowsNorLosesItsTail()
    {
        // log σ(x) → x for x → −∞, −e⁻ˣ for x → ∞
        Near(Part(0).LogSigmoid().Scores(Column(-1e4f, -100, 1e4f)), 1e-4, -1e4, -100, 0);
        Assert.Equal(1, Part(0).LogSigmoid().Scores(Column(20))[0] / -Math.Exp(-20), 1e-6);
    }

    [Fact]
    public void QuantileOver_IsTheNormalApproximation()
    {
        // mean 3, population std 2; z(.85) = 1.0364334
        Assert.Equal(3 + 2 * 1.0364334f, Part(0).QuantileOver(Column(1, 5)), 1e-5f);
        Assert.Equal(4f, Part(0).QuantileOver(Column(4, 4, 4)));
        Assert.Contains("level must be in (0, 1), was 1", Assert.Throws<ArgumentOutOfRangeException>(() => Part(0).QuantileOver(Column(1), 1)).Message);
    }

    [Fact]
    public void And_OfTwoZeros_IsTwoLogHalves() =>
        Near(Reward.And("both", Part(0).LogSigmoid(), Part(1).LogSigmoid()).Scores(Of([0, 0])), 1e-6, -1.386294);

    [Fact]
    public void OrAndNot_AreProbabilities()
    {
        // p = ½ each: 1 − ¼ = ¾; p = σ(2) and its complement
        Near(Reward.Or("any", Part(0).LogSigmoid(), Part(1).LogSigmoid()).Scores(Of([0, 0])), 1e-6, Math.Log(.75));
        Near(Reward.Not("not", Part(0).LogSigmoid()).Scores(Column(2)), 1e-6, -2.126928);
        // So improbable that 1 − p is 1 in doubles: the larger one counts, doubled.
        Near(Reward.Or("any", Part(0).LogSigmoid(), Part(1).LogSigmoid()).Scores(Of([-900, -900], [-900, -40])), 1e-4, -900 + Math.Log(2), -40);
    }

    [Fact]
    public void Logic_OfSomethingThatIsNoLogProbability_SaysSo() =>
        Assert.Contains("'any/part0' scored sample 1 as 0.5; 'any' needs log-probabilities",
            Assert.Throws<InvalidOperationException>(() => Reward.Or("any", Part(0)).Scores(Column(-1, 0.5f))).Message);

    [Fact]
    public void Gate_OpensAboveItsThresholdOnly()
    {
        var reward = Part(0, "style").Gate(Part(1, "success"), above: 0.5f, otherwise: -1);
        Near(reward.Scores(Of([7, 0.4f], [7, 0.5f], [7, 0.6f])), 0, -1, -1, 7);
    }

    [Fact]
    public void Where_CountsOnlyTheSamplesToWhichItApplies()
    {
        // The part is undefined (0/0) where nothing was said.
        var quality = Reward.Each<Batch<float[]>>("quality", (batch, i) => batch[i][0] / batch[i][1]);
        var masked = quality.Where((batch, applies) =>
        {
            for (var i = 0; i < batch.Count; i++) applies[i] = batch[i][1] > 0;
        }, name: "spoken");
        var reward = Reward.Sum("total", masked, Part(0, "bonus"));
        var trace = PartTrace.Of(reward, keep: true);

        Near(reward.Scores(Of([4, 2], [0, 0], [3, 1]), trace), 0, 6, 0, 6);
        var spoken = trace.Children[0];
        Assert.Equal((2L, 1L, 2.5, 2f, 3f), (spoken.Count, spoken.Skipped, spoken.Mean, spoken.Min, spoken.Max));
        Assert.Equal((2L, 2.5), (spoken.Children[0].Count, spoken.Children[0].Mean));
        Assert.Equal([true, false, true], spoken.LastApplies.ToArray());
        Assert.Equal((3L, 0L), (trace.Count, trace.Skipped));
    }

    [Fact]
    public void Lexicographic_AnEarlierDifferenceOutweighsAllLater()
    {
        var reward = Reward.Lexicographic("duty", new Priority<Batch<float[]>>(Part(0, "safe"), 0, 1, Resolution: 1),
            new Priority<Batch<float[]>>(Part(1, "work"), -10, 10, Resolution: 0.1f), new Priority<Batch<float[]>>(Part(2, "style"), 0, 4));
        // weights 1, 1/(1 + .1), that·.1/(1 + .01); over ranges 1, 20, 4
        var (second, third) = (1 / 1.1, 0.1 / 1.1 / 1.01);
        Near(reward.Scores(Of([1, -10, 0], [0, 10, 4], [0, 8, 0], [0, 6, 4])), 1e-6, 1, second + third, .9 * second, .8 * second + third);
        var scores = reward.Scores(Of([1, -10, 0], [0, 10, 4], [0, 8, 0], [0, 6, 4]));
        Assert.True(scores[0] > scores[1] && scores[1] > scores[2] && scores[2] > scores[3]);
    }

    [Fact]
    public void Lexicographic_OutOfItsBounds_NamesThePartAndTheSample()
    {
        var reward = Reward.Lexicographic("duty", new Priority<Batch<float[]>>(Part(0, "safe"), 0, 1));
        Assert.Equal("Part 'duty/safe' scored sample 1 as 2, outside the bounds [0, 1] it declares.",
            Assert.Throws<InvalidOperationException>(() => reward.Scores(Column(1, 2))).Message);
        Assert.Contains("too little for single precision", Assert.Throws<ArgumentException>(() => Reward.Lexicographic("duty",
            new Priority<Batch<float[]>>(Part(0), 0, 1, 1e-3f), new Priority<Batch<float[]>>(Part(1), 0, 1, 1e-3f), new Priority<Batch<float[]>>(Part(2), 0, 1))).Message);
    }

    [Fact]
    public void BadComposition_SaysWhatAndWhere()
    {
        Assert.Contains("'total' needs at least one part", Assert.Throws<ArgumentException>(() => Reward.Product<Batch<float[]>>("total")).Message);
        Assert.Contains("two parts called 'part0'", Assert.Throws<ArgumentException>(() => Reward.Sum("total", Part(0), Part(0))).Message);
        Assert.Contains("'a/b' cannot name a part", Assert.Throws<ArgumentException>(() => Reward.Sum("total", Part(0, "a/b"))).Message);
        Assert.Contains("Weight of 'total/part0' must be finite, was NaN", Assert.Throws<ArgumentException>(() => Reward.Sum("total", Part(0).Weighted(float.NaN))).Message);
        Assert.Contains("low < high, got [1, 1]", Assert.Throws<ArgumentException>(() => Part(0).Clip(1, 1)).Message);
        Assert.Contains("finite threshold, got NaN", Assert.Throws<ArgumentException>(() => Part(0).ClipAbove(float.NaN)).Message);
        Assert.Contains("at least one sample", Assert.Throws<ArgumentException>(() => Part(0).CentreOn(Of())).Message);
    }
}
