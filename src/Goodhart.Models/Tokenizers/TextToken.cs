namespace Goodhart.Models;

/// <summary>A token and the characters it stands for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Start">First character of the text that it covers, at least in part.</param>
/// <param name="End">Character after the last one that it covers, at least in part; equal to <paramref name="Start"/> for a token that no character asked for.</param>
public readonly record struct TextToken(int Id, int Start, int End);
