namespace Goodhart.Feedback;

/// <summary>What a comparison came to.</summary>
public enum Choice
{
    /// <summary>The first is better.</summary>
    First,

    /// <summary>The second is better.</summary>
    Second,

    /// <summary>They are equally good.</summary>
    Tie,

    /// <summary>They cannot be compared: each is better in its own way. Not a tie, and no evidence for one.</summary>
    CannotCompare,
}
