namespace Goodhart.Feedback;

/// <summary>An item that shows how it should be done: an answer somebody wrote, a trajectory somebody drove.</summary>
/// <param name="Item">The demonstration.</param>
public sealed record Demonstration<T>(T Item)
{
    /// <summary>How good it is, where demonstrations are of mixed quality; null if unknown.</summary>
    public Mark? Quality { get; init; }

    public Origin Origin { get; init; } = Origin.Unknown;
}
