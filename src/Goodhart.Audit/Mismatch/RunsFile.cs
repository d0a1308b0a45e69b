using System.Text.Json;
using Goodhart.Audit.Scores;

namespace Goodhart.Audit.Mismatch;

/// <summary>Reads runs of any toolkit from CSV, TSV, JSON or JSON lines, also gzipped.</summary>
/// <remarks>
/// One row per policy: <c>model</c> (the reward model), <c>accuracy</c> (on held-out preferences), <c>reward</c> (what it gives the policy), and where known
/// <c>recipe</c>, <c>on_policy_accuracy</c>, <c>kl</c>. Every other column that holds a number is an evaluation; an empty cell was not measured.
/// </remarks>
public static class RunsFile
{
    private const string Recipe = "recipe", OnPolicy = "on_policy_accuracy", Divergence = "kl";

    /// <exception cref="ScoreFileException">The file is damaged or lacks a column; the message names row, line and column.</exception>
    public static IReadOnlyList<AlignmentRun> Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file, Path.GetFileName(path));
    }

    /// <summary>Reads a stream; <paramref name="name"/> stands for the file in messages.</summary>
    public static IReadOnlyList<AlignmentRun> Read(Stream stream, string name)
    {
        var options = new ReadOptions();
        using var text = LimitedStream.Open(stream, name, options.MaxBytes);
        AlignmentRun[] runs = [.. ScoreReader.RowsOf(text, name, options).Select(Run)];
        return runs.Length > 0 ? runs : throw new ScoreFileException($"{name}: the file holds no run.");
    }

    private static AlignmentRun Run(Row row) => new(row.Text("model"), row.Has(Recipe) ? row.Text(Recipe) : "all", Share(row, "accuracy"), row.Number("reward"))
    {
        OnPolicyAccuracy = Given(row, OnPolicy) ? Share(row, OnPolicy) : null,
        Kl = Given(row, Divergence) ? row.Number(Divergence) : null,
        Evaluations = row.Columns.Where(c => c.ToLowerInvariant() is not ("model" or Recipe or "accuracy" or "reward" or OnPolicy or Divergence) && Given(row, c)).ToDictionary(c => c, row.Number),
    };

    private static double Share(Row row, string column) =>
        row.Number(column) is >= 0 and <= 1 and var share ? share : throw row.Fail(column, $"an accuracy in [0, 1] was expected, found {row.Number(column)}");

    private static bool Given(Row row, string column) =>
        row.Has(column) && row.Cell(column) is { ValueKind: not JsonValueKind.Null } cell && !(cell.ValueKind is JsonValueKind.String && string.IsNullOrWhiteSpace(cell.GetString()));
}
