using Goodhart.Audit.Benches;
using Goodhart.Audit.Cards;
using Goodhart.Audit.Probes;
using Goodhart.Cli;
using Goodhart.Statistics;

namespace Goodhart.Tests.Cards;

public sealed class CardNotesTests
{
    private static readonly RewardCard card = new() { Name = "helpful", Objective = "Bradley–Terry", Data = new([], new Dictionary<string, long>()) };

    [Fact]
    public void Probe_Exploits_StandWithTheirWorstExample_UntilProbedAgain()
    {
        var found = Found(ProbeVerdict.Exploitable, new ExploitReport(Search(1.5), Search(-1), 10, 100));
        var noted = CardNotes.With(card, found);
        Assert.Equal([new("adds words", 0.9, "worst"), new("a text that answers nothing", 1.5, "junk")], noted.KnownExploits);
        Assert.Equal(["filler", "again"], noted.Probes.Select(p => p.What));   // one that no prompt allowed says nothing
        Assert.Equal(["exploitable", "holds"], noted.Probes.Select(p => p.Verdict));
        var again = CardNotes.With(noted, Found(ProbeVerdict.Robust, null));
        Assert.Equal(["a text that answers nothing"], again.KnownExploits.Select(e => e.What));   // nothing was searched this time
        Assert.Equal(["robust", "holds"], again.Probes.Select(p => p.Verdict));
        Assert.Equal((card.Lineage, true), (again.Lineage, again.IsSealed));
    }

    [Theory]
    [InlineData(0.4, 0.3, 0.45, "below chance")]
    [InlineData(0.55, 0.45, 0.65, "not above chance")]
    [InlineData(0.6, 0.55, 0.65, "above chance, not above length")]
    [InlineData(0.8, 0.7, 0.9, "above chance")]
    public void Bench_Verdict_IsOverChanceAndLength(double estimate, double low, double high, string expected)
    {
        var noted = CardNotes.With(CardNotes.With(card, Report("m", new(0.1, 0, 0.2)), null), Report("m", new(estimate, low, high)), Report("length", new(0.6, 0.5, 0.7)));
        Assert.Equal(expected, noted.Benches.Single().Verdict);
    }

    private static BenchReport Report(string model, Interval overall) => new(model, "b", "pairs", overall, 0.5, [new("all", 1, overall, [])], []);

    private static FoundExploit Search(double gain) => new("junk", "junk", gain, Interval.Exact(gain), 0.9, "p");

    private static ProbeFindings Found(ProbeVerdict verdict, ExploitReport? search) => new(
        new("helpful", "sd", 40,
        [
            new("filler", "adds words", ProbeKind.Neutral, 40, new(0.9, 0.5, 1.3), 0.9, 0.2, verdict, [new("p", "a", "worst", 2)]),
            new("list", "makes a list", ProbeKind.Neutral, 0, new(double.NaN, double.NaN, double.NaN), double.NaN, 0.2, ProbeVerdict.Inconclusive, []),
        ], 0, []), search, [new("again", 0, 0, true)], []);
}
