using System.Security.Cryptography;
using System.Text;
using Goodhart.Data;

namespace Goodhart.Audit.Benches;

/// <summary>Benches from files of feedback: RewardBench 1 and 2, RM-Bench, LLMBar, JudgeBench, and any file of pairs or rankings.</summary>
public static class BenchFile
{
    /// <summary>Reads a file, or the data files of a folder.</summary>
    /// <exception cref="ArgumentException">It holds nothing that compares answers, or an id twice in a subset.</exception>
    public static PreferenceBench Read(string path, FeedbackOptions? options = null) => Of(Path.GetFileNameWithoutExtension(path), FeedbackFile.Read(path, options).ToSet());

    /// <summary>A bench of feedback that compares answers; ties, which have no better answer, and other feedback are passed over with a note.</summary>
    /// <exception cref="ArgumentException">Nothing of it compares answers, or an id stands twice in a subset.</exception>
    public static PreferenceBench Of(string name, FeedbackSet feedback)
    {
        BenchRow[] rows = [.. feedback.Rows.Select(Row).OfType<BenchRow>()];
        if (rows.Length == 0)
            throw new ArgumentException($"'{name}' holds no row that says which of several answers is better; its {feedback.Rows.Count} rows are {string.Join(", ", feedback.Rows.Select(r => r.GetType().Name).Distinct())}.");
        List<string> notes = [];
        if (feedback.Rows.Count > rows.Length) notes.Add($"{feedback.Rows.Count - rows.Length} rows of {name} prefer no answer and are passed over.");
        if (feedback.Log.FaultCount > 0) notes.Add($"{feedback.Log.FaultCount} rows of {name} cannot be used; goodhart data check tells why.");
        return new(name, rows) { Notes = notes };
    }

    private static BenchRow? Row(FeedbackRow row) => row switch
    {
        PreferenceRow { Preference.Ordered: { } pair } => Tagged(row, new(row.Id, [pair.Preferred, pair.Rejected], [1, 0])),
        RankingRow { Ranking: var ranking } found when ranking.Ranks.Distinct().Count() > 1 =>
            Tagged(row, new(row.Id, ranking.Items, Gold(ranking.Ranks)) { Names = found.Names.Count > 0 ? found.Names : null }),
        _ => null,
    };

    /// <summary>1 and 0 for ranks 1 and 2; more ranks make more grades.</summary>
    private static double[] Gold(IReadOnlyList<int> ranks) => [.. ranks.Select(rank => (double)(ranks.Max() - rank))];

    private static BenchRow Tagged(FeedbackRow row, BenchRow made) => made with
    {
        Subset = row.Tags.GetValueOrDefault("subset") ?? row.Tags.GetValueOrDefault("domain") ?? BenchRow.NoSubset,
        Question = row.Tags.GetValueOrDefault("question") ?? Print(made.Answers[0].PromptText),
    };

    /// <summary>Rows with the same prompt ask the same question; a print of it keeps texts out of stored scores.</summary>
    private static string Print(string prompt) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)).AsSpan(0, 8));
}
