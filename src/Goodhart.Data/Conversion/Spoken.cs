namespace Goodhart.Data;

/// <summary>Prompts and answers as the targets write them.</summary>
internal static class Spoken
{
    /// <summary>A text for plain prompts, else a list of {role, content}.</summary>
    public static object Prompt(IReadOnlyList<Turn> turns) => turns.All(turn => turn.Role is Role.None) ? string.Concat(turns.Select(turn => turn.Text)) : Turns(turns);

    /// <summary>A text after a plain prompt, else a list of one turn.</summary>
    public static object Answer(Exchange exchange) => exchange.IsPlain ? exchange.Answer : Turns([new(Role.Assistant, exchange.Answer)]);

    /// <summary>Prompt and answer together: a text where the prompt is plain, else a list of turns.</summary>
    public static object Whole(Exchange exchange) => exchange.IsPlain ? exchange.PromptText + exchange.Answer : Turns([.. exchange.Prompt, new(Role.Assistant, exchange.Answer)]);

    public static List<object?> Turns(IEnumerable<Turn> turns) => [.. turns.Select(turn => new Dictionary<string, object?> { ["role"] = Word(turn.Role), ["content"] = turn.Text })];

    /// <summary>The prompt where it is a single text; null, and a reason in the tally, where it is a conversation.</summary>
    public static string? Single(IReadOnlyList<Turn> turns, ConversionTally tally)
    {
        if (turns is []) return "";
        if (turns is [{ Role: Role.None or Role.User } only]) return only.Text;
        tally.Drop("prompts of several turns");
        return null;
    }

    /// <summary>Plain text is taken for the user's.</summary>
    private static string Word(Role role) => role switch { Role.System => "system", Role.Assistant => "assistant", Role.Tool => "tool", _ => "user" };
}
