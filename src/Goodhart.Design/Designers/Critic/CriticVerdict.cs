using System.Text.RegularExpressions;

namespace Goodhart.Design;

/// <summary>What a critic says of a program.</summary>
/// <param name="Objects">Whether it wants the program revised; null where its words hold no verdict.</param>
/// <param name="Reasons">Its words without the verdict.</param>
public sealed partial record CriticVerdict(bool? Objects, string Reasons)
{
    /// <summary>Reads an answer; the last verdict in it counts, for models that weigh both aloud.</summary>
    public static CriticVerdict Read(string answer) => Line().Matches(answer) is { Count: > 0 } lines
        ? new(lines[^1].Groups[1].Value.Equals("revise", StringComparison.OrdinalIgnoreCase), answer[..lines[^1].Index].Trim())
        : new(null, answer.Trim());

    [GeneratedRegex(@"^[\s*_#>-]*verdict\s*:[\s*_]*(pass|revise)\b.*$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Line();
}
