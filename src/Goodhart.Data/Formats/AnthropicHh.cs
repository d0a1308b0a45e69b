using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Anthropic's helpful and harmless transcripts: chosen and rejected are whole conversations whose turns begin with "\n\nHuman: " and "\n\nAssistant: ".</summary>
internal static class AnthropicHh
{
    private const string Human = "\n\nHuman:", Assistant = "\n\nAssistant:";

    public static IFeedbackFormat Format { get; } = new RowFormat("hh", "{chosen, rejected}, transcripts of \\n\\nHuman: and \\n\\nAssistant: turns", Likeness, Read) { KeepsOrder = false };

    private static double Likeness(DataRow row) => row["chosen"].IsText && row["chosen"].Text().StartsWith(Human, StringComparison.Ordinal) ? 1 : 0;

    private static void Read(DataRow row, FeedbackSink sink)
    {
        var (chosen, rejected) = (Parse(row["chosen"]), Parse(row["rejected"]));
        if (chosen == rejected) throw row.Fail("rejected", "chosen and rejected are the same conversation");
        if (!chosen.Prompt.SequenceEqual(rejected.Prompt)) sink.Note("chosen and rejected part before the last turn");
        sink.Add(Preference.Of(chosen, rejected) with { Origin = Origins.Of(row) });
    }

    /// <summary>The turns of a transcript, the last of them the assistant's.</summary>
    private static Exchange Parse(DataField field)
    {
        var text = field.Text();
        if (!text.StartsWith(Human, StringComparison.Ordinal) && !text.StartsWith(Assistant, StringComparison.Ordinal))
            throw field.Fail("a transcript begins with an empty line and 'Human:'");
        List<Turn> turns = [];
        for (var at = 0; at < text.Length;)
        {
            var role = string.CompareOrdinal(text, at, Human, 0, Human.Length) == 0 ? Role.User : Role.Assistant;
            var begin = at + (role is Role.User ? Human : Assistant).Length;
            at = Next(text, begin);
            if (turns.Count > 0 && turns[^1].Role == role) throw field.Fail($"two turns of {(role is Role.User ? "Human" : "Assistant")} follow each other");
            turns.Add(new(role, text[begin..at].Trim()));
        }

        return Conversation.Answered(field, turns);
    }

    private static int Next(string text, int from)
    {
        int human = text.IndexOf(Human, from, StringComparison.Ordinal), assistant = text.IndexOf(Assistant, from, StringComparison.Ordinal);
        return (human, assistant) switch { ( < 0, < 0) => text.Length, ( < 0, _) => assistant, (_, < 0) => human, _ => Math.Min(human, assistant) };
    }
}
