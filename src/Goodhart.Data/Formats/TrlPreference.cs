using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>
/// TRL's preference rows: {prompt?, chosen, rejected}, texts or lists of {role, content}; with margin, or with score_chosen and score_rejected as in binarised UltraFeedback.
/// Without a prompt it is what both begin with: turns, or characters but for a last space (TRL's extract_prompt).
/// </summary>
internal static class TrlPreference
{
    public static IFeedbackFormat Format { get; } = new RowFormat("trl-preference", "{prompt?, chosen, rejected, margin?}, texts or lists of {role, content}", Likeness, Read) { KeepsOrder = false };

    public static (Exchange Chosen, Exchange Rejected) Pair(DataRow row, FeedbackSink sink) => Pair(row["prompt"], row["chosen"], row["rejected"], sink);

    public static (Exchange Chosen, Exchange Rejected) Pair(DataField prompt, DataField chosen, DataField rejected, FeedbackSink sink)
    {
        if (chosen.IsList != rejected.IsList) throw rejected.Fail($"{rejected.Path} is {(rejected.IsList ? "a list" : "a text")} where {chosen.Path} is not; expected both alike");
        var pair = chosen.IsList
            ? (Listed(prompt, chosen, sink), Listed(prompt, rejected, sink))
            : prompt.IsNull ? Parted(chosen, rejected) : (Answered(prompt, chosen, sink), Answered(prompt, rejected, sink));
        if (pair.Item1 == pair.Item2) throw rejected.Fail($"{chosen.Path} and {rejected.Path} are the same answer");
        return pair;
    }

    private static double Likeness(DataRow row) => row.HasAll("chosen", "rejected") && (row["chosen"].IsText || row["chosen"][0].IsObject) ? 0.6 : 0;

    private static void Read(DataRow row, FeedbackSink sink)
    {
        var (chosen, rejected) = Pair(row, sink);
        if (!row["tools"].IsNull) sink.Note("tools are passed over");
        sink.Add(Preference.Of(chosen, rejected, Margin(row)) with { Origin = Origins.Of(row) });
    }

    /// <summary>The margin, or the difference of the two scores.</summary>
    private static double? Margin(DataRow row)
    {
        var (margin, chosen, rejected) = (row["margin"], row["score_chosen"], row["score_rejected"]);
        if (margin.IsNull && (chosen.IsNull || rejected.IsNull)) return null;
        var strength = margin.IsNull ? chosen.Number() - rejected.Number() : margin.Number();
        return strength > 0 ? strength
            : margin.IsNull ? throw chosen.Fail($"the chosen answer's score {chosen.Number():G6} is not above the rejected one's, {rejected.Number():G6}")
            : throw margin.Fail($"a margin must be positive, was {strength:G6}");
    }

    private static Exchange Answered(DataField prompt, DataField answer, FeedbackSink sink) => new(Conversation.Prompt(prompt, sink), Conversation.Answer(answer));

    /// <summary>A list holds the answer alone, after a prompt, or the whole conversation.</summary>
    private static Exchange Listed(DataField prompt, DataField list, FeedbackSink sink)
    {
        var whole = Conversation.Answered(list, sink);
        if (prompt.IsNull) return whole;
        var before = prompt.IsList ? Conversation.Turns(prompt, sink) : [new(Role.User, prompt.Text())];
        if (whole.Prompt.Count == 0) return whole with { Prompt = before };
        if (whole.Prompt[0].Role is Role.System or Role.User)
        {
            if (!Contains(whole.Prompt, before)) sink.Note("the prompt differs from the conversation's, which is taken");
            return whole;
        }

        return whole with { Prompt = [.. before, .. whole.Prompt] };
    }

    private static bool Contains(IReadOnlyList<Turn> turns, IReadOnlyList<Turn> wanted) => wanted.All(turn => turns.Any(other => other.Text.AsSpan().Trim().SequenceEqual(turn.Text.AsSpan().Trim())));

    private static (Exchange, Exchange) Parted(DataField chosen, DataField rejected)
    {
        var (a, b) = (Conversation.Answer(chosen), Conversation.Answer(rejected));
        var shared = Shared(a, b);
        // Where one continues the other there is no telling where a prompt would end.
        if (shared == Math.Min(a.Length, b.Length)) shared = 0;
        var prompt = a[..shared];
        return (Exchange.Plain(prompt, a[shared..]), Exchange.Plain(prompt, b[shared..]));
    }

    /// <summary>Characters that both begin with, but for a last space, and never half a surrogate pair.</summary>
    internal static int Shared(string a, string b)
    {
        var shared = a.AsSpan().CommonPrefixLength(b);
        if (shared > 0 && shared < Math.Min(a.Length, b.Length) && (a[shared - 1] == ' ' || char.IsHighSurrogate(a[shared - 1]))) shared--;
        return shared;
    }
}
