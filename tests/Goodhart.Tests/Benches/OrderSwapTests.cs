using System.Text;
using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;

namespace Goodhart.Tests;

public sealed class OrderSwapTests
{
    [Fact]
    public void Of_ByHand()
    {
        // Right both ways; first place both times; wrong both ways; unreadable once.
        VerdictTable table = new("judge", [new("a", [true, true]), new("b", [true, false]), new("c", [false, false]), new("d", [null, true])]);
        var swap = OrderSwap.Of(table, new(1));
        Assert.Equal(0.25, swap.BothRight.Estimate);
        Assert.Equal((1 + 0.5 + 0 + 0.75) / 4, swap.Accuracy.Estimate);
        Assert.Equal(0.5, swap.Consistent.Estimate);
        // Seven readable verdicts; for the first place: a once, b twice, c once (the wrong one shown first), d none.
        Assert.Equal(4 / 7.0, swap.FirstPreferred, 1e-12);
        Assert.Equal(1 / 8.0, swap.Unreadable, 1e-12);
        Assert.Contains("'x' of 'judge' has 1 verdict(s)", Assert.Throws<ArgumentException>(() => OrderSwap.Of(new("judge", [new("x", [true])]), new(1))).Message);
    }

    [Theory]
    [InlineData("GPT-4", "Natural", 0.89)]
    [InlineData("GPT-4", "Neighbor", 0.69)]
    [InlineData("ChatGPT", "Natural", 0.54)]
    [InlineData("ChatGPT", "Neighbor", 0.04)]
    public void LlmBar_TheSameVerdictBothWaysAndRight(string judge, string set, double expected)
    {
        var table = Assert.Single(ScoreReader.Read(Path.Combine(LlmBarFolder.Require(), set, $"judge-swap-{judge}.json.gz")).Verdicts);
        Assert.Equal(expected, OrderSwap.Of(table, new(1)).BothRight.Estimate, 0.005);
        Assert.Equal(expected, ScoreMetrics.StrictAccuracy(table.Outcomes), 0.005);
    }

    [Theory]
    [InlineData("""[{"label": 3, "output_1": "a", "results": []}]""", "row 1 (line 1), column 'label': 1 or 2 was expected, found '3'")]
    [InlineData("""[{"label": 1, "output_1": "a", "results": []}]""", "column 'results': the pair has no result")]
    [InlineData("""[{"label": 1, "output_1": "a", "results": [{"swap = False": {"winner": "1"}}]}]""", "has no \"swap = True\" with a \"winner\"")]
    public void LlmBar_ADamagedRow_IsTold(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<ScoreFileException>(() => ScoreReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "judge.json")).Message);

    [Fact]
    public void LlmBar_AWinnerThatIsNone_IsNoVerdict()
    {
        const string Json = """[{"label": 2, "output_1": "a", "output_2": "b", "results": [{"swap = False": {"winner": "2"}, "swap = True": {"winner": null}}]}]""";
        var table = Assert.Single(ScoreReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(Json)), "judge.json").Verdicts);
        // Swapped, the second output is shown first: that verdict comes first, and is none.
        Assert.Equal([null, true], table.Groups[0].Won);
    }
}
