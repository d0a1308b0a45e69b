using System.Text;

namespace Goodhart.Models;

/// <summary>A vocabulary of whole pieces: words or characters of a small synthetic language.</summary>
internal sealed class WordModel(Vocabulary vocabulary, int? unknown) : IPieceModel
{
    public void Encode(ReadOnlySpan<char> piece, List<(int Id, int Bytes)> found)
    {
        if (!vocabulary.TryId(piece, out var id))
            id = unknown ?? throw new ArgumentException($"'{piece}' is not one of the vocabulary's {vocabulary.Size} words, and it has no token for unknown ones.");
        found.Add((id, Encoding.UTF8.GetByteCount(piece)));
    }
}
