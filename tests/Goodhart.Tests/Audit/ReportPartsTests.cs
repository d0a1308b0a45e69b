using Goodhart.Audit;
using Goodhart.Statistics;

namespace Goodhart.Tests;

public sealed class ReportPartsTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.1002, "0.100")]
    [InlineData(-0.0572, "−0.0572")]
    [InlineData(2, "2")]
    [InlineData(198.49, "198")]
    [InlineData(39400, "39400")]
    [InlineData(394000, "3.94·10⁵")]
    [InlineData(0.00012, "1.20·10⁻⁴")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NaN, "n/a")]
    public void Number_HasThreeFigures(double value, string text) => Assert.Equal(text, Say.Number(value));

    [Theory]
    [InlineData(-0.7097, "−71 %")]
    [InlineData(0.025, "2.5 %")]
    [InlineData(0.0001, "0.01 %")]
    [InlineData(4.893, "489 %")]
    [InlineData(0, "0 %")]
    public void Percent_IsShort(double share, string text) => Assert.Equal(text, Say.Percent(share));

    // 0 … 1 with 6 % to either side, in about 5 steps: 1.12/5 = 0.224, rounded up to 0.5.
    [Fact]
    public void LinearAxis_TicksAtRoundNumbers()
    {
        var axis = Axis.Linear([0, 1], 5);
        Assert.Equal(["0", "0.5", "1.0"], axis.Ticks.Select(t => t.Label));
        Assert.Equal((-0.06, 1.06), (axis.Low, axis.High));
        Assert.Equal(["20\u2009000", "30\u2009000", "40\u2009000"], Axis.Linear([20000, 40000], 2, 0, 0).Ticks.Select(t => t.Label));
        Assert.NotEmpty(Axis.Linear([3, 3, 3], 5).Ticks);
        Assert.NotEmpty(Axis.Linear([double.NaN], 5).Ticks);
    }

    [Fact]
    public void DistanceAxis_OverDecades_IsLogarithmicBeyondTheSmallest()
    {
        var axis = Axis.Distance([0, 1, 10, 100, 1000], 6);
        Assert.Equal(["0", "1", "10", "100", "1000"], axis.Ticks.Select(t => t.Label));
        Assert.Equal(1, axis.Map(1000) - axis.Map(100), 1e-3);
        Assert.Equal(0, axis.Map(0));
        Assert.Equal(2.5, Axis.Distance([0, 1, 5], 5).Map(2.5));
    }

    [Fact]
    public void Headline_SaysWhatHappenedAndWhatToDo()
    {
        Judgement Of(string arm, params ReadOnlySpan<(double, double)> path) => Judge.Decide(Evidences.Path(path) with { Arm = arm });
        Judgement hacked = Of("A", (1, 1), (2, 0)), good = Of("B", (1, 1), (2, 1.5)), over = Of("C", (1, 1), (2, 1.6), (3, 1.2)), stalled = Of("D", (1, 1), (1, 1));
        var all = Headline.Of([hacked, good, over, stalled]);
        Assert.Equal(Verdict.Hacked, all.Verdict);
        Assert.Equal("The reward can be hacked: 1 of 4 arms ended worse than where they started, with a better score.", all.Title);
        Assert.Equal("Use “B”: what was wanted rose by 0.500. Do not use “A”. Stop “C” earlier.", all.Advice);
        Assert.Equal("The reward was hacked.", Headline.Of([hacked]).Title);
        Assert.Equal("Do not use any of these policies; keep the one you started from.", Headline.Of([hacked]).Advice);
        Assert.Equal("Go back to the best point, which the sections below name.", Headline.Of([over]).Advice);
        Assert.Equal("What was wanted improved.", Headline.Of([good]).Title);
        Assert.Equal("What was wanted improved in 1 of 2 arms; the others gained nothing.", Headline.Of([good, stalled]).Title);
        Assert.Equal("Nothing was gained.", Headline.Of([stalled]).Title);
        Assert.Null(Headline.Of([]).Verdict);
    }

    [Fact]
    public void GridScale_IsSharedByAllMaps_AndIgnoresWalls()
    {
        GridMap Of(params double[] mass) => new("m", 1, 2, mass, [false, true], []);
        Assert.Equal(0.5, GridSvg.Busiest([Of(0.1, 9), Of(0.5, 0)]));
        // A hundredth of the busiest is two of four decades down: half as opaque.
        Assert.Contains("fill-opacity=\"0.5\"", GridSvg.Draw(Of(0.01, 0), 1).Text);
        Assert.Contains("fill-opacity=\"0\"", GridSvg.Draw(Of(0, 0), 1).Text);
    }

    [Fact]
    public void Panel_OfNoFinitePoint_IsStillDrawn() =>
        Assert.Contains("</svg>", PanelSvg.Draw(new("t", "x", "y", [new("l", [double.NaN], [double.NaN], Ink.First)]), 1).Text);

    [Fact]
    public void Interval_OfAnExactValue_HasNoBrackets()
    {
        Assert.Equal("0.500", Say.Value(Interval.Exact(0.5)));
        Assert.Equal("0.500 [0.400, 0.600]", Say.Value(new(0.5, 0.4, 0.6)));
    }
}
