using System.Globalization;
using System.Text.RegularExpressions;

namespace Goodhart.Learning.Judges;

/// <summary>Reads replies of judges, strictly: what is not clearly a verdict is none.</summary>
internal static partial class JudgeReply
{
    /// <summary>What stands in double brackets, where that is one thing; a reply that names two contradicts itself. Null where there is none.</summary>
    public static string? Bracketed(string reply, IReadOnlyCollection<string> known)
    {
        string[] found = [.. Brackets().Matches(Said(reply)).Select(m => m.Groups[1].Value.ToUpperInvariant()).Distinct()];
        return found.Length == 1 && known.Contains(found[0]) ? found[0] : null;
    }

    /// <summary>The last number of a reply, "7/10" and "7 out of 10" being 7, where it lies on the scale.</summary>
    public static double? Mark(string reply, MarkScale scale)
    {
        var numbers = Number().Matches(Said(reply));
        return numbers.Count > 0 ? On(scale, numbers[^1]) : null;
    }

    /// <summary>One mark per name, from lines "name: mark", where each name has exactly one.</summary>
    public static double[]? Marks(string reply, IReadOnlyList<string> names, MarkScale scale)
    {
        var marks = new double?[names.Count];
        foreach (var line in Said(reply).Split('\n'))
        {
            var colon = line.LastIndexOf(':');
            if (colon < 0) continue;
            var at = Index(names, line[..colon].Trim(' ', '\t', '-', '*', '#', '`', '"'));
            if (at < 0) continue;
            var number = Number().Match(line, colon + 1);
            if (!number.Success || marks[at] is not null || On(scale, number) is not { } mark) return null;
            marks[at] = mark;
        }

        return marks.All(m => m is not null) ? [.. marks.Select(m => m!.Value)] : null;
    }

    private static int Index(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    private static double? On(MarkScale scale, Match number)
    {
        if (number.Groups[2].Success && double.Parse(number.Groups[2].Value, CultureInfo.InvariantCulture) != scale.High) return null;
        return double.TryParse(number.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && scale.Holds(value) ? value : null;
    }

    /// <summary>Without the thoughts of models that write them down.</summary>
    private static string Said(string reply)
    {
        var thought = reply.LastIndexOf("</think>", StringComparison.OrdinalIgnoreCase);
        return thought < 0 ? reply : reply[(thought + "</think>".Length)..];
    }

    [GeneratedRegex(@"\[\[\s*([A-Za-z]+)\s*\]\]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"(?<![\w.])(-?\d+(?:\.\d+)?)(?:\s*(?:/|out of)\s*(\d+(?:\.\d+)?))?(?!\w)")]
    private static partial Regex Number();
}
