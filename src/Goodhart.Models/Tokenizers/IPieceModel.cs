namespace Goodhart.Models;

/// <summary>Finds the tokens of one piece of a text.</summary>
internal interface IPieceModel
{
    /// <summary>Appends the piece's tokens and how many of its bytes (in UTF-8) each covers.</summary>
    void Encode(ReadOnlySpan<char> piece, List<(int Id, int Bytes)> found);
}
