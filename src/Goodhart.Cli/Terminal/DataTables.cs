using Goodhart.Data;
using Goodhart.Statistics;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>A check of feedback files as tables.</summary>
internal static class DataTables
{
    public static void Print(Screen screen, DataReport report)
    {
        foreach (var (file, format) in report.Files) screen.Line($"{file}: {format}");
        screen.Output.Write(Counts(report));
        if (report.Preferences is { } preferences)
        {
            screen.Output.Write(Preferences(preferences));
            screen.Line($"Mean length {preferences.MeanPreferred:N0} characters preferred, {preferences.MeanRejected:N0} rejected. Brackets: 95 % intervals, rows taken as independent.");
        }

        if (report.Agreement.Count > 0) screen.Output.Write(Agreement(report.Agreement));
        if (report.Contradictions is { } both)
            screen.Line($"Of {both.Compared:N0} pairs whose answers are also rated, ratings contradict {Share(both.Contradicted)} and do not tell {both.Equal:N0}.");
        PrintReading(screen, report.Faults, report.FirstFaults, report.Notes);
        PrintExamples(screen, "Duplicates", report.Duplicates.Examples);
        PrintExamples(screen, "Judged both ways", report.ConflictExamples);
        PrintExamples(screen, "Leakage", report.Leakage?.Examples ?? []);
        PrintExamples(screen, "Annotators differ most", [.. report.Agreement.SelectMany(label => label.Disputed)]);
        PrintExamples(screen, "Ratings contradict", report.Contradictions?.Examples ?? []);
        PrintExamples(screen, "Longest beside their rival", report.Preferences?.Steepest ?? []);
        foreach (var limit in report.Limits) screen.Line(limit);
    }

    /// <summary>Bad rows and notes, or one line that there are none.</summary>
    public static void PrintReading(Screen screen, long faults, IReadOnlyList<RowFault> first, IReadOnlyDictionary<string, long> notes)
    {
        if (faults == 0) screen.Line("No bad row.");
        else screen.Line($"{faults:N0} bad {(faults == 1 ? "row" : "rows")}, passed over:");
        foreach (var fault in first) screen.Line($"  {fault}");
        if (faults > first.Count) screen.Line($"  … and {faults - first.Count:N0} more");
        foreach (var (note, count) in notes) screen.Line($"Note: {note} ({count:N0}).");
    }

    private static void PrintExamples(Screen screen, string title, IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0) return;
        screen.Line($"{title}:");
        foreach (var example in examples) screen.Line($"  {example.Place}: {example.Text}");
    }

    private static Table Counts(DataReport report)
    {
        var table = Plain("what", "count");
        Row("rows", report.Rows);
        Row("bad rows", report.Faults);
        foreach (var (kind, count) in report.Kinds) Row(kind, count);
        Row("different prompts", report.Prompts.Different);
        Row("most rows on one prompt", report.Prompts.Most);
        if (report.Prompts.Answers > 0)
        {
            Row("different answers", report.Prompts.Answers);
            Row("rows with the commonest answer", report.Prompts.MostRepeatedAnswer);
        }

        Row("exact duplicates", report.Duplicates.Exact);
        Row("near duplicates", report.Duplicates.Near);
        if (report.Conflicts > 0) Row("pairs judged both ways", report.Conflicts);
        if (report.Leakage is { } leakage)
        {
            Row("prompts that the other file has", leakage.Prompts);
            Row("answers that the other file has", leakage.Answers);
            Row("nearly a row of the other file", leakage.Near);
        }

        return table;

        void Row(string what, long count) => table.AddRow(new Text(what), new Text($"{count:N0}"));
    }

    private static Table Preferences(PreferenceReport report)
    {
        var table = Plain("the better answer is", "share", "of pairs");
        table.Title = new($"{report.First + report.Second:N0} decided, {report.Ties:N0} ties, {report.CannotCompare:N0} cannot be compared");
        var decided = report.First + report.Second;
        if (report.Position is { } position) Row("the first", position, decided);
        else Row("the first (order not kept)", null, decided);
        Row("the longer", report.Length, null);
        Row("told by length alone", report.LengthAccuracy, decided);
        foreach (var feature in report.Features.Where(feature => feature.Pairs > 0)) Row($"the only one with {Article(feature.Feature)}", feature.Preferred, feature.Pairs);
        return table;

        void Row(string what, Interval? share, long? pairs) =>
            table.AddRow(new Text(what), new Text(share is { } found ? Share(found) : "–"), new Text(pairs is { } count ? $"{count:N0}" : "unequal"));
    }

    private static Table Agreement(IReadOnlyList<AgreementReport> labels)
    {
        var table = Plain("label", "items", "labels", "Krippendorff α", "Cohen κ");
        table.Title = new("Agreement between annotators");
        foreach (var label in labels)
            table.AddRow(new Text(label.Label), new Text($"{label.Items:N0}"), new Text($"{label.Labels:N0}"), new Text(Number(label.Alpha)), new Text(label.Kappa is { } kappa ? Number(kappa) : "–"));
        return table;
    }

    private static string Article(string feature) => feature switch { "list" or "heading" or "link" => $"a {feature}", "exclamation" => "an exclamation mark", "bold" => "bold words", _ => feature };

    private static string Number(double value) => double.IsNaN(value) ? "–" : $"{Math.Round(value, 3) + 0.0:F3}";

    private static string Share(Interval share) => double.IsNaN(share.Estimate) ? "–" : $"{100 * share.Estimate:F1} % [{100 * share.Low:F1}, {100 * share.High:F1}]";

    private static Table Plain(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns(columns);
        foreach (var right in table.Columns.Skip(1)) right.RightAligned().NoWrap();
        return table;
    }
}
