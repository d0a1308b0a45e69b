namespace Goodhart.Models;

/// <summary>Attention that sees only the last tokens, in some layers.</summary>
/// <param name="Tokens">How many tokens a position sees, itself included.</param>
/// <param name="Layers">For every layer, whether it is so limited; the others see everything before.</param>
public sealed record SlidingWindow(int Tokens, IReadOnlyList<bool> Layers);
