using System.Text.RegularExpressions;

namespace Goodhart.Design;

/// <summary>How near the sentences of two tasks are, by their words.</summary>
internal static partial class TaskWords
{
    /// <summary>The words of a task, without order, case or punctuation: two sentences with the same key state the same task.</summary>
    public static string Key(string task) => string.Join(' ', Of(task).Order(StringComparer.Ordinal));

    /// <summary>Cosine of TF-IDF vectors: count of a word × (ln((1 + n)/(1 + d)) + 1), where d of the n texts hold it.</summary>
    public static double[] Similarities(string task, IReadOnlyList<string> texts)
    {
        var counts = texts.Select(Counts).ToArray();
        var own = Counts(task);
        double Weight(string word) => Math.Log((1.0 + texts.Count) / (1 + counts.Count(c => c.ContainsKey(word)))) + 1;
        var weights = counts.Append(own).SelectMany(c => c.Keys).Distinct().ToDictionary(w => w, Weight, StringComparer.Ordinal);
        double Dot(SortedDictionary<string, int> a, SortedDictionary<string, int> b) => a.Sum(w => b.TryGetValue(w.Key, out var count) ? w.Value * count * weights[w.Key] * weights[w.Key] : 0);
        return [.. counts.Select(c => Dot(own, c) is > 0 and var dot ? dot / Math.Sqrt(Dot(own, own) * Dot(c, c)) : 0)];
    }

    /// <summary>Sorted, so that sums have the same bits whatever the order of words.</summary>
    private static SortedDictionary<string, int> Counts(string task)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in Of(task)) counts[word] = counts.GetValueOrDefault(word) + 1;
        return counts;
    }

    private static IEnumerable<string> Of(string task) => Word().Matches(task.ToLowerInvariant()).Select(m => m.Value);

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
