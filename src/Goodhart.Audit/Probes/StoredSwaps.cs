using Goodhart.Data;
using Goodhart.Statistics;

namespace Goodhart.Audit.Probes;

/// <summary>A judge's stored verdicts on pairs in both orders: what the order does to it.</summary>
/// <param name="Pairs">Pairs.</param>
/// <param name="FirstShown">Share of verdicts for the answer shown first; one half without bias.</param>
/// <param name="Flipped">Share of pairs where the verdict changes with the order.</param>
/// <param name="BothRight">Share judged right in both orders; null where no label is stored.</param>
/// <param name="Unreadable">Share of verdicts that are none.</param>
public sealed record StoredSwaps(int Pairs, Interval FirstShown, Interval Flipped, Interval? BothRight, double Unreadable)
{
    /// <summary>The order decides: the interval of <see cref="FirstShown"/> leaves one half out.</summary>
    public bool IsBiased => FirstShown.Above(0.5) || FirstShown.Below(0.5);

    /// <summary>Whether a row is of the kind: LLMBar's results with "swap = False" and "swap = True".</summary>
    public static bool Is(DataRow row) => row["results"][0]["swap = False"].Exists;

    /// <summary>Reads LLMBar's result files; a winner is the number of the output, not of its place.</summary>
    /// <exception cref="RowException">A row is of another kind; it names the file and the row.</exception>
    public static StoredSwaps Read(string path, Generator rng, int resamples = 2000)
    {
        var pairs = new List<(int? Straight, int? Swapped, int? Label)>();
        foreach (var row in DataFile.Read(path))
        {
            if (!Is(row)) throw row.Fail("results", "verdicts in both orders were expected, \"swap = False\" and \"swap = True\"");
            var result = row["results"][0];
            pairs.Add((Winner(result["swap = False"]["winner"]), Winner(result["swap = True"]["winner"]), row["label"].Exists ? (int)row["label"].Whole() : null));
        }

        return pairs.Count > 0 ? Of(pairs, rng, resamples) : throw new DataFileException($"{Path.GetFileName(path)}: the file holds no pair.");
    }

    private static StoredSwaps Of(List<(int? Straight, int? Swapped, int? Label)> pairs, Generator rng, int resamples)
    {
        var first = Bootstrap.Of(pairs.Count, rows =>
        {
            var (shown, readable) = (0, 0);
            foreach (var row in rows)
            {
                var (straight, swapped, _) = pairs[row];
                readable += (straight is null ? 0 : 1) + (swapped is null ? 0 : 1);
                shown += (straight == 1 ? 1 : 0) + (swapped == 2 ? 1 : 0);
            }

            return readable == 0 ? double.NaN : (double)shown / readable;
        }, rng, resamples);
        var flipped = Bootstrap.Mean([.. pairs.Select(p => p.Straight is { } a && p.Swapped is { } b && a != b ? 1.0 : 0)], rng, resamples);
        Interval? right = pairs.All(p => p.Label is not null) ? Bootstrap.Mean([.. pairs.Select(p => p.Straight == p.Label && p.Swapped == p.Label ? 1.0 : 0)], rng, resamples) : null;
        return new(pairs.Count, first, flipped, right, pairs.Average(p => (p.Straight is null ? 0.5 : 0) + (p.Swapped is null ? 0.5 : 0)));
    }

    private static int? Winner(DataField field) => field.TextOrNull()?.Trim() switch { "1" => 1, "2" => 2, _ => null };
}
