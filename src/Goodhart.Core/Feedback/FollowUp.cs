namespace Goodhart.Feedback;

/// <summary>What the user said next: feedback that nobody asked for, as in "that is not what I meant".</summary>
/// <param name="Item">The answer it follows.</param>
/// <param name="Text">The user's next turn; empty when the conversation ended.</param>
public sealed record FollowUp<T>(T Item, string Text)
{
    /// <summary>How content the user seems, where that has been judged.</summary>
    public Mark? Satisfaction { get; init; }

    public Origin Origin { get; init; } = Origin.Unknown;
}
