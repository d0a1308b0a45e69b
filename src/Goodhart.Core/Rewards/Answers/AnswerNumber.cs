using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Goodhart;

/// <summary>Reads numbers as people and LaTeX write them.</summary>
internal static partial class AnswerNumber
{
    private const string Number = @"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+";

    /// <summary>The value; null for what is no number. A percent sign is a unit: 40% reads as 40.</summary>
    public static double? Read(string text)
    {
        var plain = Plain(text);
        if (Fraction().Match(plain) is { Success: true } fraction)
        {
            var (sign, whole, below) = (Sign(fraction), fraction.Groups["whole"], Parse(fraction.Groups["below"]));
            if (below == 0) return null;
            return sign * ((whole.Success ? Parse(whole) : 0) + Parse(fraction.Groups["above"]) / below);
        }

        return Single().Match(plain) is { Success: true } single && double.IsFinite(Parse(single.Groups["number"])) ? Sign(single) * Parse(single.Groups["number"]) : null;
    }

    /// <summary>An answer without what does not change it: white space, dollar signs around mathematics, LaTeX's spaces and text commands, the last full stop.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Trim()).Replace(@"\left", "").Replace(@"\right", "").Replace(@"\dfrac", @"\frac").Replace(@"\tfrac", @"\frac")
            .Replace(@"\%", "%").Replace(@"\$", "$").Replace(@"\!", "").Replace(@"\,", "").Replace(@"\;", "").Replace(@"\ ", " ").Replace('−', '-').ToString();
        plain = Command().Replace(plain, "${inside}");
        plain = Mixed().Replace(plain, "${whole}&");
        plain = string.Concat(plain.Where(c => !char.IsWhiteSpace(c)));
        if (plain.Length > 1 && plain[0] == '$' && plain[^1] == '$') plain = plain[1..^1];
        return plain.TrimEnd('.');
    }

    private static double Parse(Group number) => double.Parse(number.Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static int Sign(Match match) => match.Groups["minus"].Success ? -1 : 1;

    [GeneratedRegex(@"\\(?:text|mathrm|mbox|textbf|mathbf)\{(?<inside>[^{}]*)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Command();

    /// <summary>A whole number before a fraction, as in 1 1/2 or 1\frac{1}{2}; it gets a sign that survives the removal of white space.</summary>
    [GeneratedRegex(@"(?<whole>\d)(?:\s+(?=\d+/\d)|\s*(?=\\frac))", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mixed();

    [GeneratedRegex(@"^(?<minus>-)?\+?(?:(?<whole>\d+)&)?(?:(?<above>" + Number + @")/(?<below>" + Number + @")|\\frac\{(?<above>" + Number + @")\}\{(?<below>" + Number + @")\}|\\frac(?<above>\d)(?<below>\d))%?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Fraction();

    /// <summary>A number with a sign, a currency before it, and a percent sign, a currency or a unit of letters after it.</summary>
    [GeneratedRegex(@"^(?:(?<minus>-)|\+)?[$€£¥]?(?<minus>-)?(?<number>" + Number + @")(?:%|°|[$€£¥]|\p{L}{2,}[\p{L}.]*)?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Single();
}
