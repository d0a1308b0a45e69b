using System.CommandLine;
using Goodhart.Audit.Scores;
using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary><c>goodhart audit scores</c>: stored scores of reward models against gold labels.</summary>
internal static class AuditScoresCommand
{
    private const string Examples = """
        Examples:
          goodhart audit scores rewardmath                        The published scores that come with goodhart.
          goodhart audit scores scores.csv                        Columns: group, score, gold; optional: candidate, model.
          goodhart audit scores a.jsonl b.jsonl --fail-on no-signal
          goodhart audit scores results/*.json --json > audit.json  RewardMATH's result files as they are.

        Every group holds the candidates for one question. The table tells how often the right one scores highest, and how much
        gold the best of n has as n grows: where that falls while the score rises, selecting by this model is no longer safe.
        """;

    private static readonly (string, ScoreVerdict)[] words =
    [
        ("selects-better", ScoreVerdict.SelectsBetter), ("no-signal", ScoreVerdict.NoSignal), ("over-optimised", ScoreVerdict.OverOptimised), ("selects-worse", ScoreVerdict.SelectsWorse),
    ];

    public static Command Create(Screen screen)
    {
        Argument<string[]> files = new("file") { Description = "CSV, TSV, JSON or JSONL files, or 'rewardmath' for the scores that come with goodhart.", Arity = ArgumentArity.OneOrMore };
        Option<string?> model = new("--model") { Description = "Name of the model, for files without a model column.", HelpName = "name" };
        var (seed, json, quiet) = (Given.Seed(), Given.Json(), Given.Quiet());
        var failOn = Given.Word("--fail-on", "Exit with 3 when any model's verdict is this or worse.", words);
        var command = new TaughtCommand("scores", "Tell how well stored scores select, and how far selecting by them is safe.", Examples) { files, model, failOn, seed, json, quiet };
        command.SetAction((parsed, cancellation) =>
        {
            var tables = Tables(parsed.GetRequiredValue(files), new(Model: parsed.GetValue(model)), screen);
            var report = Watch.While(screen, parsed.GetValue(quiet), progress => ScoreAudit.Run(
                tables, new(), new Generator(parsed.GetValue(seed) ?? 1), Counted(progress, tables.Count), cancellation));
            if (parsed.GetValue(json)) screen.Out.WriteLine(report.ToJson());
            else ScoreTables.Print(screen, report);
            return Task.FromResult(parsed.GetValue(failOn) is { } limit && report.Worst >= limit ? ExitCode.VerdictReached : ExitCode.Fine);
        });
        return command;
    }

    internal static string Word(ScoreVerdict verdict) => words.Single(w => w.Item2 == verdict).Item1;

    private static IReadOnlyList<IScored> Tables(string[] files, ReadOptions options, Screen screen)
    {
        var set = ScoreSet.Empty;
        foreach (var file in files)
            set += file == "rewardmath" && !File.Exists(file) ? RewardMathData.All : Read(file, options);
        foreach (var warning in set.Warnings) screen.Err.WriteLine($"goodhart: {warning}");
        return set.Tables();
    }

    private static ScoreSet Read(string file, ReadOptions options)
    {
        if (File.Exists(file)) return ScoreReader.Read(file, options);
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        string[] known = Directory.Exists(folder) ? ["rewardmath", .. Directory.GetFiles(folder).Select(f => Path.Combine(Path.GetDirectoryName(file) ?? "", Path.GetFileName(f)))] : ["rewardmath"];
        var near = Nearest.Of(file, known);
        throw new BadInputException($"There is no file '{file}'.{(near.Count > 0 ? $" Did you mean '{near[0]}'?" : " The scores that come with goodhart are called 'rewardmath'.")}");
    }

    private static Progress Counted(IProgress<StudyProgress> progress, int all) => new(progress, all);

    /// <summary>One job, a step per table.</summary>
    private sealed class Progress(IProgress<StudyProgress> progress, int all) : IProgress<string>
    {
        private int done;

        public void Report(string value) => progress.Report(new("audit", (double)done++ / all, value));
    }
}
