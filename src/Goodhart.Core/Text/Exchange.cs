namespace Goodhart;

/// <summary>An answer with what it answers: what text feedback is about, and what text rewards score.</summary>
/// <param name="Prompt">The turns before the answer, the last of them usually the user's; one turn of <see cref="Role.None"/> for plain text; none for an answer to nothing.</param>
/// <param name="Answer">What was answered; it may be empty.</param>
public sealed record Exchange(IReadOnlyList<Turn> Prompt, string Answer)
{
    /// <summary>Whether the prompt is plain text, which the answer continues without a template.</summary>
    public bool IsPlain => Prompt.All(turn => turn.Role is Role.None);

    /// <summary>The prompt's text without roles, turns separated by an empty line.</summary>
    public string PromptText => Prompt.Count == 1 ? Prompt[0].Text : string.Join("\n\n", Prompt.Select(turn => turn.Text));

    /// <summary>Plain text and its continuation.</summary>
    public static Exchange Plain(string prompt, string answer) => new(prompt.Length == 0 ? [] : [new Turn(Role.None, prompt)], answer);

    /// <summary>One user's turn and its answer.</summary>
    public static Exchange Ask(string user, string answer) => new([new Turn(Role.User, user)], answer);

    /// <summary>Whether both are the same turns and the same answer.</summary>
    public bool Equals(Exchange? other) => other is not null && Answer == other.Answer && Prompt.SequenceEqual(other.Prompt);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var turn in Prompt) hash.Add(turn);
        hash.Add(Answer);
        return hash.ToHashCode();
    }
}
