namespace Goodhart.Models;

/// <summary>An exchange as tokens, with what had to go to fit it in.</summary>
/// <param name="Tokens">The tokens, read at the answer's end.</param>
/// <param name="DroppedTurns">Oldest turns that were left out.</param>
/// <param name="CutTokens">Tokens cut from the prompt's beginning, or from the answer's end where that was asked for.</param>
public sealed record EncodedExchange(Encoded Tokens, int DroppedTurns, int CutTokens);
