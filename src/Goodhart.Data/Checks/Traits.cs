using System.Text.RegularExpressions;

namespace Goodhart.Data;

/// <summary>Traits of how an answer is laid out, which a judge may like without the answer being better.</summary>
internal static partial class Traits
{
    public static IReadOnlyList<(string Name, Func<string, bool> Has)> All { get; } =
    [
        ("list", text => List().IsMatch(text)),
        ("heading", text => Heading().IsMatch(text)),
        ("bold", text => text.Contains("**", StringComparison.Ordinal) && Bold().IsMatch(text)),
        ("code", text => text.Contains("```", StringComparison.Ordinal)),
        ("link", text => text.Contains("http://", StringComparison.Ordinal) || text.Contains("https://", StringComparison.Ordinal)),
        ("exclamation", text => text.Contains('!')),
    ];

    // Two items make a list; one line that begins with a dash does not.
    [GeneratedRegex(@"^[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]+\S.*\n(?:.*\n){0,3}?[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]+\S", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex List();

    [GeneratedRegex(@"^#{1,6}[ \t]+\S", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\*\*[^\s*][^*\n]{0,200}\*\*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bold();
}
