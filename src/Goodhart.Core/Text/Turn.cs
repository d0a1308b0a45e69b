namespace Goodhart;

/// <summary>Who speaks in a conversation.</summary>
public enum Role
{
    /// <summary>Nobody: plain text that continues as it stands, without a template.</summary>
    None,

    System,

    User,

    Assistant,

    /// <summary>A tool's output.</summary>
    Tool,
}

/// <summary>What somebody says in a conversation.</summary>
/// <param name="Role">Who.</param>
/// <param name="Text">What.</param>
public sealed record Turn(Role Role, string Text);
