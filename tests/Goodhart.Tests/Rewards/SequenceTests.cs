using CsCheck;
using static Goodhart.Tests.Rows;

namespace Goodhart.Tests;

public sealed class SequenceTests
{
    private static readonly IReward<Sequences<float>> prm = Reward.Each<Sequences<float>>("prm", (batch, i) => batch.Steps[i]);
    private static readonly float[] golden = [.9f, .6f, .8f, .4f, .95f];

    [Fact]
    public void ClipAndDelta_GoldenOfThePaper()
    {
        var one = Of(golden);
        Near(prm.ClipAbove(.7f).Scores(one), 1e-6, 0, -.1, 0, -.3, 0);
        Near(prm.Delta().Scores(one), 1e-6, .3, -.2, .4, .4, 0);
        Near(prm.ClipDelta(.7f).Scores(one), 1e-6, .1, -.1, .3, -.3, 0);
    }

    [Fact]
    public void Delta_StaysWithinEachSequence_AndCoversTheShortOnes()
    {
        // K = 1: all 0; K = 2: the first keeps its own score.
        var batch = new Sequences<float>([.5f, .6f, .7f, .9f, .6f, .8f], Offsets.FromLengths(1, 2, 3));
        Near(prm.Delta().Scores(batch), 1e-6, 0, .6, 0, .3, .6, 0);
    }

    [Fact]
    public void ReturnsAreBounded_ForAnyStepsRepeatedAnyTimes() => Gen.Select(Gen.Float[0, 1].Array[1, 12], Gen.Int[1, 8]).Sample((steps, times) =>
    {
        float[] repeated = [.. Enumerable.Repeat(steps, times).SelectMany(s => s)];
        var batch = Of(repeated);
        const float rounding = 1e-5f;
        var delta = prm.Delta().Scores(batch);
        Assert.True(prm.ClipAbove(.7f).Scores(batch).Sum() <= rounding);
        Assert.True(delta.Sum() <= repeated.Max() + rounding);
        Assert.True(prm.ClipDelta(.7f).Scores(batch).Sum() <= rounding);
        // The return from every step on is that step's own score; from the last on it is 0.
        for (var k = 0; k < repeated.Length; k++) Assert.Equal(k < repeated.Length - 1 ? repeated[k] : 0, delta[k..].Sum(), 1e-5f);
    }, iter: 10_000);

    [Fact]
    public void Delta_GivingTheLastStepItsOwnScore_WouldBreakTheBound()
    {
        // The known-wrong ending: Σ = r₁ + r_K exceeds the largest step.
        var wrong = prm.Delta().Scores(Of(golden)).Sum() + golden[^1];
        Assert.Equal(golden[0] + golden[^1], wrong, 1e-6f);
        Assert.True(wrong > golden.Max());
    }

    [Fact]
    public void BadSequences_SayWhat()
    {
        Assert.Contains("Sequence 1 is empty", Assert.Throws<ArgumentException>(() => new Sequences<float>([1, 2], Offsets.FromLengths(2, 0))).Message);
        Assert.Contains("offsets end at 3, but there are 2 steps", Assert.Throws<ArgumentException>(() => new Sequences<float>([1, 2], new(0, 3))).Message);
        Assert.Contains("must start at 0", Assert.Throws<ArgumentException>(() => new Offsets(1, 2)).Message);
        Assert.Contains("sequence 1 runs from 3 to 2", Assert.Throws<ArgumentException>(() => new Offsets(0, 3, 2)).Message);
    }

    private static Sequences<float> Of(float[] steps) => new(steps, Offsets.FromLengths(steps.Length));
}
