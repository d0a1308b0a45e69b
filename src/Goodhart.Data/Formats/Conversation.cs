namespace Goodhart.Data;

/// <summary>Turns as files write them: lists of {role, content} or {from, value}, with content as text or as blocks.</summary>
internal static class Conversation
{
    private static readonly string[] known = ["system", "developer", "user", "human", "assistant", "gpt", "tool", "function"];

    /// <summary>Turns of a list, checked: known roles, a system turn only at the start, the user and the assistant by turns.</summary>
    public static List<Turn> Turns(DataField list, FeedbackSink sink)
    {
        List<Turn> turns = new(list.Count);
        foreach (var item in list.Items())
        {
            var role = Role(item["role"].Exists ? item["role"] : item["from"]);
            turns.Add(new(role, Content(item, role, sink)));
            Check(turns, item);
        }

        return turns.Count > 0 ? turns : throw list.Fail("a conversation needs at least one turn, found none");
    }

    /// <summary>A prompt: a text becomes a plain turn, a list its turns, and nothing no turn.</summary>
    public static IReadOnlyList<Turn> Prompt(DataField prompt, FeedbackSink sink) =>
        prompt.IsNull ? [] : prompt.IsList ? Turns(prompt, sink) : Plain(prompt.Text());

    public static IReadOnlyList<Turn> Plain(string text) => text.Length == 0 ? [] : [new(Goodhart.Role.None, text)];

    /// <summary>A conversation that ends in the assistant's answer.</summary>
    public static Exchange Answered(DataField list, FeedbackSink sink) => Answered(list, Turns(list, sink));

    public static Exchange Answered(DataField list, List<Turn> turns)
    {
        if (turns[^1].Role is not Goodhart.Role.Assistant) throw list.Fail($"the last turn is the {Word(turns[^1].Role)}'s; the assistant's answer was expected");
        return new([.. turns[..^1]], Answer(list, turns[^1].Text));
    }

    /// <summary>An answer, which may not be empty.</summary>
    public static string Answer(DataField field, string text) => string.IsNullOrWhiteSpace(text) ? throw field.Fail("the answer is empty") : text;

    public static string Answer(DataField field) => Answer(field, field.Text());

    public static Role Role(DataField field)
    {
        var word = field.Text();
        return word.ToUpperInvariant() switch
        {
            "SYSTEM" or "DEVELOPER" => Goodhart.Role.System,
            "USER" or "HUMAN" or "PROMPTER" => Goodhart.Role.User,
            "ASSISTANT" or "GPT" or "MODEL" or "BOT" or "CHATBOT" => Goodhart.Role.Assistant,
            "TOOL" or "FUNCTION" or "IPYTHON" => Goodhart.Role.Tool,
            _ => throw field.Fail($"the role {Shown.Quoted(word)} is unknown.{Nearest.Hint(word, known)}".TrimEnd('.')),
        };
    }

    private static string Content(DataField item, Role role, FeedbackSink sink)
    {
        if (item["tool_calls"] is { IsNull: false }) sink.Note("tool_calls are passed over");
        if (item["name"] is { IsNull: false }) sink.Note("names of speakers are passed over");
        var content = item["content"].Exists ? item["content"] : item["value"];
        if (content.IsText) return content.Text();
        if (content.IsList) return string.Concat(content.Items().Select(block => Block(block, sink)));
        // A turn that only calls a tool has no text.
        return content.IsNull && role is Goodhart.Role.Assistant && !item["tool_calls"].IsNull ? "" : throw content.Expected("a text or a list of blocks");
    }

    private static string Block(DataField block, FeedbackSink sink)
    {
        if (block.IsText) return block.Text();
        if (block["text"].IsText) return block["text"].Text();
        sink.Note("images and other blocks without text are passed over");
        return "";
    }

    private static void Check(List<Turn> turns, DataField item)
    {
        var role = turns[^1].Role;
        if (role is Goodhart.Role.System && turns.Count > 1) throw item.Fail("a system turn stands after the start");
        if (turns.Count < 2 || role is Goodhart.Role.Tool) return;
        var before = turns[^2].Role;
        if (before == role) throw item.Fail($"two turns of the {Word(role)}'s follow each other");
        if (role is Goodhart.Role.User && before is Goodhart.Role.Tool) throw item.Fail("a user's turn follows a tool's; the assistant's was expected");
    }

    private static string Word(Role role) => role switch { Goodhart.Role.System => "system", Goodhart.Role.User => "user", Goodhart.Role.Assistant => "assistant", _ => "tool" };
}
