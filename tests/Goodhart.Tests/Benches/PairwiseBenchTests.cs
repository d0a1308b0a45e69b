using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;

namespace Goodhart.Tests;

public sealed class PairwiseBenchTests
{
    private static readonly PreferenceBench pairs = new("b", [Row("1", "long one", "short"), Row("2", "tiny", "rather long")]);

    [Fact]
    public void Score_AJudgeOfLength_IsConsistent()
    {
        var scores = pairs.Score(new Judge((a, b) => b.Length > a.Length ? 1 : b.Length < a.Length ? 0 : 0.5f), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(TieRule.Half, scores.Scores.Ties);
        Assert.Equal([1, 0], scores.Scores.Groups[0].Scores);
        Assert.Equal([0, 1], scores.Scores.Groups[1].Scores);
        Assert.Equal([true, true], scores.Verdicts.Groups[0].Won);
        Assert.Equal(1, OrderSwap.Of(scores.Verdicts, new(1)).Consistent.Estimate);
    }

    [Fact]
    public void Score_AJudgeOfPosition_TiesEverywhere_AndIsNeverRightBothWays()
    {
        var scores = pairs.Score(new Judge((_, _) => 0), batch: 1, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([0.5, 0.5], scores.Scores.Groups[0].Scores);
        Assert.Equal(0.5, BenchScoring.Report(BenchSpecs.Pairs, scores.Scores, new(1)).Overall.Estimate);
        var swap = OrderSwap.Of(scores.Verdicts, new(1));
        Assert.Equal((0, 1), (swap.BothRight.Estimate, swap.FirstPreferred));
    }

    [Fact]
    public void Score_FourAnswers_AreComparedWithOneAnother()
    {
        PreferenceBench four = new("b", [Row("1", "aaaa", "a", "aa", "aaa")]);
        var scores = four.Score(new Judge((a, b) => b.Length > a.Length ? 1 : 0), cancellation: TestContext.Current.CancellationToken);
        // Of three rivals: three, none, one, two beaten.
        Assert.Equal([1, 0, 1 / 3.0, 2 / 3.0], scores.Scores.Groups[0].Scores, (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal(["1#1>2", "1#1>3", "1#1>4"], scores.Verdicts.Groups.Select(g => g.Name));
    }

    [Fact]
    public void Score_AProbabilityThatIsNone_NamesTheRow() =>
        Assert.Contains("Row '1': 'judge' gave probability 2", Assert.Throws<ArgumentException>(() => pairs.Score(new Judge((_, _) => 2), cancellation: TestContext.Current.CancellationToken)).Message);

    private static BenchRow Row(string id, string right, params string[] wrong) => BenchRow.Of(id, [Exchange.Ask("?", right)], [.. wrong.Select(w => Exchange.Ask("?", w))]);

    private sealed class Judge(Func<string, string, float> secondWins) : IPairwiseReward<Completions>
    {
        public string Name => "judge";

        public void Prefer(Completions first, Completions second, Span<float> wins)
        {
            for (var i = 0; i < wins.Length; i++) wins[i] = secondWins(first.Texts[i], second.Texts[i]);
        }
    }
}
