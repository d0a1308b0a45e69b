using System.Text.RegularExpressions;

namespace Goodhart.Audit.Probes;

/// <summary>Texts as sentences and words, roughly: good enough to shuffle and to count, not to parse.</summary>
internal static partial class Sentences
{
    public static string[] Of(string text) => [.. Ends().Split(text.Trim()).Select(s => s.Trim()).Where(s => s.Length > 0)];

    public static string[] Words(string text) => [.. Word().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"(?<=[.!?])\s+|\n+")]
    private static partial Regex Ends();

    [GeneratedRegex(@"[\p{L}\p{N}']+")]
    private static partial Regex Word();
}
