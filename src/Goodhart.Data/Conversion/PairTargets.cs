using System.Globalization;
using System.Text;
using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Pairs in the columns of data sets and benches.</summary>
internal static class PairTargets
{
    /// <summary>Keeps the order; a strength is rounded to 1 … 3, and 1 where there is none.</summary>
    public static IFeedbackTarget HelpSteerPreference { get; } = new PairTarget("helpsteer2-preference", (row, _, _, tally) =>
    {
        var pair = row.Preference;
        if (!pair.First.Prompt.SequenceEqual(pair.Second.Prompt)) return Drop(tally, "pairs whose prompts differ");
        if (HelpSteerPrompt(pair.First.Prompt) is not { } prompt) return Drop(tally, "prompts with a system's or a tool's turn");
        var size = Math.Clamp(Math.Round(pair.Strength ?? 1), 1, 3);
        if (pair.Strength is { } strength && strength != size) tally.Lose("strengths that are not 1, 2 or 3, rounded to one of them");
        if (pair.Strength is null) tally.Lose("strengths that are unknown, written as 1");
        Dictionary<string, object?> cells = new() { ["prompt"] = prompt, ["response_1"] = pair.First.Answer, ["response_2"] = pair.Second.Answer, ["preference_strength"] = (long)(pair.Choice is Choice.First ? -size : size) };
        if (pair.Reason is { } reason) cells["preference_statement"] = reason;
        if (row.Tags.TryGetValue("split", out var split)) cells["split"] = split;
        return cells;
    });

    /// <summary>Transcripts; the order is lost.</summary>
    public static IFeedbackTarget AnthropicHh { get; } = new PairTarget("hh", (row, better, worse, tally) =>
    {
        if (Transcript(better) is not { } chosen || Transcript(worse) is not { } rejected) return Drop(tally, "prompts with a system's or a tool's turn, or none");
        if (row.Preference.Strength is > 0) tally.Lose("strengths");
        return new() { ["chosen"] = chosen, ["rejected"] = rejected };
    });

    public static IFeedbackTarget RewardBench { get; } = new PairTarget("rewardbench", (row, better, worse, tally) =>
    {
        if (Spoken.Single(better.Prompt, tally) is not { } prompt) return null;
        if (row.Preference.Strength is > 0) tally.Lose("strengths");
        Dictionary<string, object?> cells = new() { ["id"] = row.Id, ["prompt"] = prompt, ["chosen"] = better.Answer, ["rejected"] = worse.Answer, ["subset"] = row.Tags.GetValueOrDefault("subset") ?? row.Origin.Source ?? "all" };
        foreach (var name in (string[])["chosen_model", "rejected_model"])
            if (row.Tags.TryGetValue(name, out var model)) cells[name] = model;
        return cells;
    });

    /// <summary>Keeps the order, ties and how sure the judge is.</summary>
    public static IFeedbackTarget AlpacaEval { get; } = new RowTarget("alpaca-eval", wantsPairs: true, (row, tally) =>
    {
        if (row is not PreferenceRow { Preference: var pair }) return TrlTargets.Dropped(tally, $"{DataCheck.Kind(row)} compare nothing");
        if (pair.Target is not { } second) return TrlTargets.Dropped(tally, "pairs that cannot be compared");
        if (Spoken.Single(pair.First.Prompt, tally) is not { } prompt) return [];
        if (pair.Strength is > 0) tally.Lose("strengths");
        Dictionary<string, object?> cells = new() { ["instruction"] = prompt, ["output_1"] = pair.First.Answer, ["output_2"] = pair.Second.Answer, ["preference"] = 1 + second };
        if (row.Origin.Annotator is { } annotator) cells["annotator"] = annotator;
        foreach (var name in (string[])["generator_1", "generator_2"])
            if (row.Tags.TryGetValue(name, out var generator)) cells[name] = generator;
        return [cells];
    });

    internal static string? HelpSteerPrompt(IReadOnlyList<Turn> turns)
    {
        if (turns is [{ Role: Role.None } only]) return only.Text;
        if (turns is not [{ Role: Role.User }, ..] || turns.Any(turn => turn.Role is not (Role.User or Role.Assistant))) return null;
        var text = new StringBuilder(turns[0].Text);
        foreach (var turn in turns.Skip(1)) text.Append(CultureInfo.InvariantCulture, $"\n<extra_id_1>{turn.Role}\n{turn.Text}");
        if (turns.Count > 1) text.Append("\n<extra_id_1>Assistant\n");
        return text.ToString();
    }

    private static string? Transcript(Exchange exchange)
    {
        Turn[] turns = exchange is { IsPlain: true, Prompt.Count: > 0 } ? [new(Role.User, exchange.PromptText)] : [.. exchange.Prompt];
        if (turns.Length == 0 || turns.Any(turn => turn.Role is not (Role.User or Role.Assistant))) return null;
        return string.Concat(turns.Append(new(Role.Assistant, exchange.Answer)).Select(turn => $"\n\n{(turn.Role is Role.User ? "Human" : "Assistant")}: {turn.Text}"));
    }

    private static Dictionary<string, object?>? Drop(ConversionTally tally, string why)
    {
        tally.Drop(why);
        return null;
    }
}
