using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;
using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary>A bench as it was asked for.</summary>
/// <param name="Rewards">As they were typed.</param>
/// <param name="Data">File or folder of rows; null for stored scores alone.</param>
/// <param name="Spec">What is scored by.</param>
/// <param name="Format">Format of the data where it is not to be detected.</param>
/// <param name="Ensemble">How the rewards are combined besides; null for not at all.</param>
/// <param name="Seed">Of resamples and of the random baseline.</param>
internal sealed record BenchOrder(IReadOnlyList<string> Rewards, string? Data, BenchSpec Spec, string? Format, EnsembleRule? Ensemble, ulong Seed)
{
    /// <summary>Rows below which a classifier of looks tells nothing.</summary>
    public const int RowsForLooks = 20;

    public BenchResult Run(IProgress<StudyProgress> progress, CancellationToken cancellation)
    {
        var bench = Data is null ? null : BenchFile.Read(Data, new(Format));
        List<ScoreTable> tables = [];
        List<VerdictTable> verdicts = [];
        foreach (var reward in Rewards)
        {
            var found = BenchedReward.Score(reward, bench, Seed, new Counted(progress, reward, bench?.Answers.Count ?? 0), cancellation);
            tables.AddRange(found.Scores);
            verdicts.AddRange(found.Verdicts);
        }

        if (Ensemble is { } rule) tables.Add(OfflineEnsemble.Of(tables, rule));
        if (tables.Count + verdicts.Count == 0) throw new BadInputException("The files hold no scores.");
        var rng = new Generator(Seed);
        var pairs = verdicts.Where(v => v.Groups.All(g => g.Won.Length == 2)).ToArray();
        if (pairs.Length < verdicts.Count) throw new BadInputException($"The verdicts of '{verdicts.Except(pairs).First().Model}' are not in both orders; goodhart audit scores takes them.");
        return new([.. tables.Select(t => BenchScoring.Report(Spec, t, rng.Fork()))], [.. pairs.Select(v => ($"{v.Model} on {v.Bench}", OrderSwap.Of(v, rng.Fork())))],
            bench is { Rows.Count: >= RowsForLooks } ? GiveawayAudit.Of(bench, rng.Fork()) : null, tables, bench?.Notes ?? []);
    }

    /// <summary>One job per reward.</summary>
    private sealed class Counted(IProgress<StudyProgress> progress, string job, int all) : IProgress<int>
    {
        public void Report(int value) => progress.Report(new(job, (double)value / all, $"{value} of {all} answers"));
    }
}

/// <summary>How it came out.</summary>
/// <param name="Reports">One per table of scores.</param>
/// <param name="Swaps">One per table of verdicts in both orders.</param>
/// <param name="Looks">What looks give away; null without texts, or with too few rows.</param>
/// <param name="Tables">The scores behind the reports.</param>
/// <param name="Notes">What was passed over.</param>
internal sealed record BenchResult(
    IReadOnlyList<BenchReport> Reports, IReadOnlyList<(string Model, OrderSwap Swap)> Swaps, GiveawayAudit? Looks, IReadOnlyList<ScoreTable> Tables, IReadOnlyList<string> Notes)
{
    /// <summary>What <c>--json</c> prints.</summary>
    public object Document => new { Reports, Judges = Swaps.Select(s => new { s.Model, s.Swap }), Looks, Notes };

    public bool Fails(BenchFailure? failOn, double? atLeast)
    {
        if (failOn is BenchFailure.GiveAway && Looks is null) throw new BadInputException($"--fail-on give-away needs at least {BenchOrder.RowsForLooks} rows.");
        return failOn switch
        {
            BenchFailure.Chance => Reports.Any(r => !r.Overall.Above(r.Chance)) || Swaps.Any(s => !s.Swap.Accuracy.Above(0.5)),
            BenchFailure.GiveAway => !Looks!.Fair,
            _ => false,
        } || (atLeast is { } bound && (Reports.Any(r => r.Overall.Estimate < bound) || Swaps.Any(s => s.Swap.BothRight.Estimate < bound)));
    }

    /// <summary>Writes report.json and scores.jsonl.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.json"), System.Text.Json.JsonSerializer.Serialize(Document, Document.GetType(), Runs.RunRecord.Json) + "\n");
        if (Tables.Count > 0) ScoreWriter.Write(Path.Combine(folder, "scores.jsonl"), Tables);
    }
}
