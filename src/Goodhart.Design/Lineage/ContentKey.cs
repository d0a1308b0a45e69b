using System.Security.Cryptography;
using System.Text;

namespace Goodhart.Design;

/// <summary>Names things by what they are.</summary>
internal static class ContentKey
{
    /// <summary>16 hexadecimal digits of SHA-256 over the parts, each with its length before it, so that no two lists of parts read alike.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
