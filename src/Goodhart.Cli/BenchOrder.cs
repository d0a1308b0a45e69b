using Goodhart.Audit.Benches;
using Goodhart.Audit.Cards;
using Goodhart.Audit.Probes;
using Goodhart.Audit.Scores;
using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary>A bench as it was asked for.</summary>
/// <param name="Rewards">As they were typed.</param>
/// <param name="Data">File or folder of rows; null for stored scores alone.</param>
/// <param name="Spec">What is scored by.</param>
/// <param name="Format">Format of the data where it is not to be detected.</param>
/// <param name="Ensemble">How the rewards are combined besides; null for not at all.</param>
/// <param name="Seed">Of resamples and of the random reward.</param>
internal sealed record BenchOrder(IReadOnlyList<string> Rewards, string? Data, BenchSpec Spec, string? Format, EnsembleRule? Ensemble, ulong Seed)
{
    /// <summary>Rows below which a classifier of looks tells nothing.</summary>
    public const int RowsForLooks = 20;

    public BenchResult Run(IProgress<StudyProgress> progress, CancellationToken cancellation)
    {
        var bench = Data is null ? null : BenchFile.Read(Data, new(Format));
        List<ScoreTable> tables = [];
        List<VerdictTable> verdicts = [];
        List<(ScoreTable Table, Func<Func<RewardCard, RewardCard>, string?> Note)> models = [];
        List<string> notes = [.. bench?.Notes ?? []];
        foreach (var reward in Rewards)
        {
            var found = BenchedReward.Score(reward, bench, new(Seed), new Counted(progress, reward, bench?.Answers.Count ?? 0), cancellation);
            tables.AddRange(found.Scores);
            verdicts.AddRange(found.Verdicts);
            if (found.Note is { } note) models.AddRange(found.Scores.Select(table => (table, note)));
            if (found.Words is { } words) notes.Add(words);
        }

        if (Ensemble is { } rule) tables.Add(OfflineEnsemble.Of(tables, rule));
        if (tables.Count + verdicts.Count == 0) throw new BadInputException("The files hold no scores.");
        var rng = new Generator(Seed);
        var pairs = verdicts.Where(v => v.Groups.All(g => g.Won.Length == 2)).ToArray();
        if (pairs.Length < verdicts.Count) throw new BadInputException($"The verdicts of '{verdicts.Except(pairs).First().Model}' are not in both orders; goodhart audit scores takes them.");
        BenchReport[] reports = [.. tables.Select(t => BenchScoring.Report(Spec, t, rng.Fork()))];
        return new(reports, [.. pairs.Select(v => ($"{v.Model} on {v.Bench}", OrderSwap.Of(v, rng.Fork())))],
            bench is { Rows.Count: >= RowsForLooks } ? GiveawayAudit.Of(bench, rng.Fork()) : null, tables, notes)
        {
            Models = [.. models.Select(m => (reports[tables.IndexOf(m.Table)], m.Note))],
            Length = models.Count > 0 ? BenchScoring.Report(Spec, bench!.Score(PlainRewards.Find("length"), cancellation: cancellation), rng.Fork()) : null,
        };
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
    /// <summary>Reports on reward models in folders, each with what writes into its card.</summary>
    public IReadOnlyList<(BenchReport Report, Func<Func<RewardCard, RewardCard>, string?> Note)> Models { get; init; } = [];

    /// <summary>What counting characters reaches on the same rows, for the cards; null where there is no such model.</summary>
    public BenchReport? Length { get; init; }

    /// <summary>Writes into the models' cards.</summary>
    /// <returns>Where they are.</returns>
    public IReadOnlyList<string> WriteCards() => [.. Models.Select(m => m.Note(card => CardNotes.With(card, m.Report, Length))).OfType<string>()];

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
