namespace Goodhart.Feedback;

/// <summary>What somebody says about an item in words.</summary>
/// <param name="Item">What is criticised.</param>
/// <param name="Text">The critique.</param>
public sealed record Critique<T>(T Item, string Text)
{
    public string Text { get; } = Text.Length > 0 ? Text : throw new ArgumentException("A critique needs words, was empty.", nameof(Text));

    /// <summary>The item rewritten to answer the critique; default when nobody did.</summary>
    public T? Revision { get; init; }

    public Origin Origin { get; init; } = Origin.Unknown;
}
