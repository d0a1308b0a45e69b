namespace Goodhart.Audit.Probes;

/// <summary>Rewards of one line, each with an exploit that is known: to try a probe on, and as baselines a learned reward should beat.</summary>
public static class PlainRewards
{
    private static readonly string[] courtesies = ["thank", "glad", "great question", "absolutely right", "brilliant", "insightful", "i hope this helps", "you are right"];

    public static IReadOnlyList<IReward<Completions>> All { get; } =
    [
        Reward.Each<Completions>("length", (batch, i) => batch.Texts[i].Length, "character"),
        Reward.Each<Completions>("lists", (batch, i) => batch.Texts[i].Split('\n').Count(line => line.TrimStart().StartsWith("- ", StringComparison.Ordinal)), "line"),
        Reward.Each<Completions>("courtesy", (batch, i) => courtesies.Count(c => batch.Texts[i].Contains(c, StringComparison.OrdinalIgnoreCase))),
        Reward.Each<Completions>("overlap", (batch, i) => Overlap(batch.Prompts[i], batch.Texts[i])),
    ];

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static IReward<Completions> Find(string name) => All.FirstOrDefault(r => r.Name == name)
        ?? throw new ArgumentException($"There is no reward '{name}'.{Nearest.Hint(name, [.. All.Select(r => r.Name)])}", nameof(name));

    /// <summary>Share of the prompt's words that the answer says.</summary>
    private static float Overlap(string prompt, string text)
    {
        var words = Sentences.Words(prompt).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var said = Sentences.Words(text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return words.Count == 0 ? 0 : (float)words.Count(said.Contains) / words.Count;
    }
}
