using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Goodhart.Cli;

/// <summary>Options that several commands share; each command gets its own object.</summary>
internal static class Given
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on standard output and nothing else; progress goes to standard error." };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "No progress." };

    public static Option<bool> NoCard() => new("--no-card") { Description = "Leave the card in a reward model's folder as it is." };

    public static Option<ulong?> Seed() => new("--seed")
    {
        Description = "First seed of everything random (a whole number, 0 or more). The same seed gives the same run.",
        HelpName = "n",
        CustomParser = result => Parse(result, "a whole number, 0 or more", text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : (ulong?)null),
    };

    public static Option<int?> Seeds() => new("--seeds")
    {
        Description = "Repetitions of everything random, each with a seed of its own (1 to 1000).",
        HelpName = "n",
        CustomParser = result => Parse(result, "a whole number from 1 to 1000",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 1000 ? value : (int?)null),
    };

    public static Option<string> Out(string what = "Folder under which the run's folder is made.") =>
        new("--out", "-o") { Description = what, HelpName = "folder", DefaultValueFactory = _ => "runs" };

    /// <summary>A word of a fixed list; a mistake is answered with the nearest.</summary>
    public static Option<T?> Word<T>(string name, string description, params (string Word, T Value)[] words) where T : struct => new(name)
    {
        Description = $"{description} One of: {string.Join(", ", words.Select(w => w.Word))}.",
        HelpName = "word",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            foreach (var (word, value) in words)
                if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase)) return value;
            result.AddError($"{name} does not know '{text}'.{Nearest.Hint(text, [.. words.Select(w => w.Word)])}");
            return null;
        },
    };

    private static T? Parse<T>(ArgumentResult result, string expected, Func<string, T?> parse) where T : struct
    {
        var text = result.Tokens[0].Value;
        if (parse(text) is { } value) return value;
        result.AddError($"{(result.Parent as OptionResult)?.IdentifierToken?.Value}: expected {expected}, got '{text}'");
        return null;
    }
}
