using CsCheck;
using Goodhart.Audit.Scores;

namespace Goodhart.Tests.Scores;

public sealed class StepAggregatorTests
{
    [Theory]
    [InlineData(StepAggregate.Min, 0.5)]
    [InlineData(StepAggregate.Max, 0.9)]
    [InlineData(StepAggregate.Product, 0.36)]               // .9·.5·.8
    [InlineData(StepAggregate.GeometricMean, 0.711378661)]  // ∛.36
    [InlineData(StepAggregate.Mean, 0.733333333)]
    [InlineData(StepAggregate.Last, 0.8)]
    [InlineData(StepAggregate.MeanLogit, 0.767546046)]      // odds 9, 1, 4: ∛36 = 3.3019272, p = 3.3019272/4.3019272
    [InlineData(StepAggregate.MeanOdds, 4.666666667)]       // (9 + 1 + 4)/3
    public void Aggregate_ThreeSteps_ByHand(StepAggregate how, double expected) =>
        Assert.Equal(expected, StepAggregator.Aggregate([0.9, 0.5, 0.8], how), 1e-8);

    [Fact]
    public void Aggregate_CertainSteps_StayFinite()
    {
        foreach (var how in StepAggregator.All)
            foreach (var step in (double[])[0, 1]) Assert.True(double.IsFinite(StepAggregator.Aggregate([step, 0.5], how)), $"{how} of {step}");
        Assert.Equal(Math.Sqrt(1e-6 * 0.5), StepAggregator.Aggregate([0, 0.5], StepAggregate.GeometricMean), 1e-12);
        Assert.Equal((1e6 - 1 + 1) / 2, StepAggregator.Aggregate([1, 0.5], StepAggregate.MeanOdds), 1e-3);
    }

    [Fact]
    public void Aggregate_OfNothing_IsOneHalf() =>
        Assert.All(StepAggregator.All, how => Assert.Equal(0.5, StepAggregator.Aggregate([], how)));

    [Fact]
    public void Aggregate_OfEqualSteps_IsTheStep() => Gen.Select(Gen.Double[0.01, 0.99], Gen.Int[1, 9]).Sample((p, count) =>
    {
        double[] steps = [.. Enumerable.Repeat(p, count)];
        foreach (var how in StepAggregator.All.Except([StepAggregate.Product, StepAggregate.MeanOdds]))
            Assert.Equal(p, StepAggregator.Aggregate(steps, how), 1e-9);
        Assert.Equal(Math.Pow(p, count), StepAggregator.Aggregate(steps, StepAggregate.Product), 1e-9);
    });

    [Fact]
    public void StepTable_AStepOutsideZeroToOne_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new StepTable("prm", [new("g", [[0.5], [1.5]], [1, 0])]));
        Assert.Contains("a step of group 'g' scores 1.5, steps lie in [0, 1]", error.Message);
    }
}
