using System.Security.Cryptography;
using System.Text;

namespace Goodhart.Learning.Judges;

/// <summary>Sets what is judged apart from what the judge is told: lines with a key that the judged text cannot know.</summary>
/// <remarks>
/// The key is a hash of everything fenced in the request, so a text that wants to close its own fence would have to hold the hash of itself, and the same request has the
/// same key, so that it can be cached. A fence makes "ignore the above" recognisable as data; whether the model keeps to it is what the probes measure.
/// </remarks>
internal static class Fence
{
    public static string Key(params ReadOnlySpan<string> texts)
    {
        var all = new StringBuilder();
        foreach (var text in texts) all.Append(text.Length).Append('\n').Append(text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())))[..12];
    }

    public static string Around(string name, string key, string text) => $"<{name} {key}>\n{text}\n</{name} {key}>";
}
