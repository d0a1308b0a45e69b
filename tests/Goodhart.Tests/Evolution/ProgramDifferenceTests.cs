using Goodhart.Design.Evolution;

namespace Goodhart.Tests;

public sealed class ProgramDifferenceTests
{
    private const string First = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            const double nearScale = 4, bonus = -1;
            double near = Math.Exp(-after.Distance / nearScale);
            parts["near"] = near;
            double effort = -0.1 * action.Force * action.Force;
            parts["effort"] = effort;
            return near + effort;
        }
        """;

    private const string Second = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            const double nearScale = 2, bonus = -1;
            double near = 1 - Math.Tanh(after.Distance / nearScale);
            parts["near"] = near;
            parts["arrived"] = after.Arrived ? 10 : 0;
            return near + 10;
        }
        """;

    [Fact]
    public void Components_and_named_numbers_are_compared_by_syntax()
    {
        var difference = ProgramDifference.Between(First, Second);
        Assert.Equal(["arrived"], difference.Added);
        Assert.Equal(["effort"], difference.Removed);
        Assert.Equal(["near"], difference.Rewritten);
        Assert.Equal([new NumberChange("nearScale", 4, 2)], difference.Numbers);
        Assert.Equal("added component arrived\nremoved component effort\nrewrote component near\nnearScale: 4 to 2 (×0.5)", difference.Words());
        Assert.False(difference.IsEmpty);
    }

    [Fact]
    public void Lines_are_merged_in_order()
    {
        var lines = ProgramDifference.Between("a\nb\nc", "a\nx\nc\nd").Lines;
        Assert.Equal(
            [new(LineChange.Kept, "a"), new(LineChange.Removed, "b"), new(LineChange.Added, "x"), new(LineChange.Kept, "c"), new DifferenceLine(LineChange.Added, "d")], lines);
    }

    [Fact]
    public void Spaces_and_comments_are_no_change()
    {
        var difference = ProgramDifference.Between(First, First.Replace("double effort =", "// what it costs\n    double effort   =", StringComparison.Ordinal));
        Assert.True(difference.IsEmpty);
        Assert.Equal("no change", difference.Words());
    }

    [Fact]
    public void A_change_elsewhere_is_not_hidden() =>
        Assert.Equal("changed outside of components and named numbers", ProgramDifference.Between(First, First.Replace("return near + effort", "return near", StringComparison.Ordinal)).Words());

    [Fact]
    public void Broken_text_is_compared_as_far_as_it_parses() =>
        Assert.Equal(["near"], ProgramDifference.Between("double Reward( {", "double R() { parts[\"near\"] = 1; return").Added);
}
