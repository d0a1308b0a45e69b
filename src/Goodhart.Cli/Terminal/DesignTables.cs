using Goodhart.Design;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>A design's result for a reader, and as JSON.</summary>
internal static class DesignTables
{
    public static void Print(Screen screen, DesignResult result, HumanBaseline? human, string folder, string report)
    {
        Rounds(screen, result.Rounds);
        Finalists(screen, result.Finalists, result.Best?.Id);
        screen.Line(result.Words);
        if (human is not null) screen.Line($"A person's reward reaches {human.Fitness} on the same seeds.");
        if (result.Best is not null) screen.Line($"Program: {Path.Combine(folder, "reward.csx")}");
        screen.Line($"Report: {report}");
    }

    /// <summary>The same from a lineage, whole or not.</summary>
    public static void Print(Screen screen, IReadOnlyList<LineageEntry> lineage, string report)
    {
        if (lineage.OfType<LineageEntry.Started>().FirstOrDefault() is { } started) screen.Line($"{started.Task} ({started.World}, {started.Designer}; {started.Training})");
        Rounds(screen, [.. lineage.OfType<LineageEntry.RoundEnded>().Select(r => r.Summary)]);
        var ended = lineage.OfType<LineageEntry.Ended>().LastOrDefault();
        Finalists(screen, [.. lineage.OfType<LineageEntry.Evaluated>().Select(e => e.Finalist)], ended?.Picked);
        foreach (var note in lineage.OfType<LineageEntry.Note>()) screen.Line(note.Text);
        screen.Line(ended?.Words ?? "The run has not ended; goodhart design resume goes on with it.");
        screen.Line($"Report: {report}");
    }

    public static object Document(DesignResult result, HumanBaseline? human, string folder, string report) => new
    {
        Folder = folder,
        Report = report,
        Picked = result.Best is not { } best ? null : new { best.Id, best.Hash, best.Draft.Origin, best.Components, Program = best.Text },
        Fitness = result.Evaluation is not { } evaluation ? null : new { evaluation.Search, evaluation.Gap, Fresh = evaluation.Fresh.Estimate, evaluation.Fresh.Low, evaluation.Fresh.High, evaluation.Values, evaluation.HumanCorrelation, evaluation.Flag },
        Human = human is null ? null : new { Fresh = human.Fitness.Estimate, human.Fitness.Low, human.Fitness.High, human.Values },
        result.ExecuteRate,
        result.Rounds,
        Finalists = result.Finalists.Select(f => new { f.Candidate, f.Search, Fresh = f.Fresh.Estimate, f.Fresh.Low, f.Fresh.High, f.Flag, Failure = f.Failure?.Message }),
        result.Words,
    };

    private static void Rounds(Screen screen, IReadOnlyList<RoundSummary> rounds)
    {
        if (rounds.Count == 0) return;
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("iteration", "ran", "fitness", "best", "best so far", "r human", "steps");
        foreach (var column in table.Columns) column.RightAligned().NoWrap();
        foreach (var round in rounds)
            table.AddRow(round.Round, $"{round.ExecuteRate:P0}", Number(round.Fitness), round.Best ?? "", $"{Number(round.BestFitness)} ({round.BestSoFar})", round.HumanCorrelation is { } r ? $"{r:F2}" : "", $"{round.Steps:N0}");
        screen.Output.Write(table);
    }

    private static void Finalists(Screen screen, IReadOnlyList<Finalist> finalists, string? picked)
    {
        if (finalists.Count == 0) return;
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("finalist", "search", "fresh seeds", "gap", "audit");
        foreach (var column in table.Columns.Take(4)) column.RightAligned().NoWrap();
        foreach (var f in finalists)
            table.AddRow(new Text(f.Candidate == picked ? $"{f.Candidate} ←" : f.Candidate), new Text(Number(f.Search)), new Text($"{f.Fresh}"), new Text(Number(f.Gap)),
                new Text(f.Failure?.Message.Split('\n')[0] ?? f.Flag ?? "no objection", f.Failure is null && f.Flag is null ? Color.Green : Color.Red));
        screen.Output.Write(table);
    }

    private static string Number(double value) => double.IsNaN(value) ? "–" : $"{value:F3}";
}
