using Goodhart.Audit;
using Goodhart.Design;

namespace Goodhart.Tests;

public sealed class RewardReflectionTests
{
    private static TrackedCurve Curve(string name, params double[] values) => new(name, [.. values.Select((_, i) => 100L * (i + 1))], values);

    private static Outcome Outcome(params TrackedCurve[] curves) => new(1, 1, null, curves, null, Judge.NotMeasurable("a", "b"), 4000);

    [Fact]
    public void A_training_is_told_in_about_ten_values_with_two_decimals()
    {
        // 25 values: every second one is shown, 13 of them; the extremes are over all: near = i/10 for i = 0 … 24 has mean 1.2.
        var outcome = Outcome(Curve("task_score", [.. Enumerable.Range(0, 25).Select(i => 0.5)]), Curve("total", 9, 9), Curve("near", [.. Enumerable.Range(0, 25).Select(i => i / 10.0)]));
        Assert.Equal("""
            A policy was trained on your reward for 4,000 steps. Values per episode were tracked 25 times and are shown every 2nd time, with their maximum, mean and minimum over the whole training; task_score is how well the task itself was done:
            near: [0.00, 0.20, 0.40, 0.60, 0.80, 1.00, 1.20, 1.40, 1.60, 1.80, 2.00, 2.20, 2.40], Max: 2.40, Mean: 1.20, Min: 0.00
            task_score: [0.50, 0.50, 0.50, 0.50, 0.50, 0.50, 0.50, 0.50, 0.50, 0.50, 0.50, 0.50, 0.50], Max: 0.50, Mean: 0.50, Min: 0.50
            Read these numbers before you write:
            (a) If task_score stays near zero all the time, the reward leads nowhere: write it entirely anew.
            (b) If a component hardly changes, it teaches nothing: change its scale or its temperature, write it differently, or drop it.
            (c) If a component is much larger than the others, they do not count beside it: rescale it to their range.
            First say in a line each what every component does to the training. Then write the improved program.
            """.ReplaceLineEndings("\n"), RewardReflection.Of(outcome));
    }

    [Theory]
    [InlineData(3, 3)]     // f = max(⌊n/10⌋, 1)
    [InlineData(10, 10)]
    [InlineData(19, 19)]
    [InlineData(20, 10)]
    [InlineData(99, 11)]
    [InlineData(100, 10)]
    public void The_stride_is_a_tenth_of_the_values(int count, int shown)
    {
        var line = RewardReflection.Of(Outcome(Curve("task_score", new double[count]))).Split('\n')[1];
        Assert.Equal(shown, line[..line.IndexOf(']', StringComparison.Ordinal)].Split(',').Length);
    }

    [Fact]
    public void The_total_is_not_shown_and_minus_zero_is_zero()
    {
        var text = RewardReflection.Of(Outcome(Curve("task_score", 1), Curve("total", 777), Curve("near", -0.001)));
        Assert.DoesNotContain("777", text, StringComparison.Ordinal);
        Assert.DoesNotContain("total:", text, StringComparison.Ordinal);
        Assert.Contains("near: [0.00], Max: 0.00, Mean: 0.00, Min: 0.00", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_components_only_the_fitness_is_told()
    {
        var text = RewardReflection.Of(Outcome(Curve("task_score", 0.25), Curve("near", 5)), components: false);
        Assert.DoesNotContain("near", text, StringComparison.Ordinal);
        Assert.EndsWith("task_score: [0.25], Max: 0.25, Mean: 0.25, Min: 0.25\nWrite a program with which task_score becomes higher.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_twenty_components_are_cut_to_the_largest()
    {
        TrackedCurve[] parts = [.. Enumerable.Range(1, 23).Select(i => Curve($"part{i}", i))];
        var lines = RewardReflection.Of(Outcome([Curve("task_score", 1), .. parts])).Split('\n');
        Assert.Equal("part4: [4.00], Max: 4.00, Mean: 4.00, Min: 4.00", lines[1]);
        Assert.Equal("part23: [23.00], Max: 23.00, Mean: 23.00, Min: 23.00", lines[20]);
        Assert.Equal("(3 smaller components are not shown.)", lines[21]);
    }

    [Fact]
    public void A_failure_is_told_with_its_diagnostics() => Assert.Equal("""
        Your program could not be trained on. What went wrong:
        line 3, column 5: No such field. (RP0102) Use Speed.
        Find the mistake, and write the whole program anew without it.
        """.ReplaceLineEndings("\n"), RewardReflection.Of(Failure.Of([new("RP0102", SandboxLayer.Api, 3, 5, "No such field.", "Use Speed.")])));

    [Fact]
    public void A_score_is_normalised_by_what_a_person_gains_over_the_sparse_reward()
    {
        Assert.Equal(1.5, HumanNormalisedScore.Of(0.7, 0.5, 0.1), 12);
        Assert.Equal(-1.0 / 3, HumanNormalisedScore.Of(0.3, 0.1, 0.4), 12);   // (0.3 − 0.4)/0.3
        Assert.True(double.IsNaN(HumanNormalisedScore.Of(1, 0.5, 0.5)));
    }

    [Fact]
    public void The_mark_is_the_median_of_the_best_at_half()
    {
        // Of 4,000 steps in curves at 1000, 2000, 3000, 4000: the best up to 2,000 steps.
        static Outcome Of(params double[] values) => new(values.Max(), values[^1], null, [new("task_score", [1000, 2000, 3000, 4000], values)], null, Judge.NotMeasurable("a", "b"), 4000);
        var rule = new HopelessRule();
        Assert.Equal(3, HopelessRule.BestAtHalf(Of(3, 1, 9, 9)));
        foreach (var best in new[] { 1.0, 2, 3 }) rule.Learn(Of(best, 0, 9, 9));
        Assert.Null(rule.Ask());
        rule.Learn(Of(0, 10, 0, 0));
        Assert.Equal(2.5, rule.Mark);
        Assert.False(rule.Ask()!(0.4, 0));
        Assert.True(rule.Ask()!(0.5, 2.4));
        Assert.False(rule.Ask()!(0.5, 2.5));
    }
}
