using System.Security.Cryptography;

namespace Goodhart.Audit.Cards;

/// <summary>A file that a reward was learnt from.</summary>
/// <param name="Name">Its name, without the folder.</param>
/// <param name="Sha256">Hash of its bytes, in hexadecimal.</param>
/// <param name="Bytes">Its length.</param>
public sealed record CardFile(string Name, string Sha256, long Bytes)
{
    public static CardFile Of(string path)
    {
        using var stream = File.OpenRead(path);
        return new(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length);
    }
}

/// <summary>The feedback a reward was learnt from.</summary>
/// <param name="Files">Where it stands.</param>
/// <param name="Counts">How much of what: "rows", "pairs", "ties", "ratings", "prompts", "rows not usable", "prompts shortened", in this order.</param>
public sealed record CardData(IReadOnlyList<CardFile> Files, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>Format of the files, as they were read.</summary>
    public string? Format { get; init; }
}
