namespace Goodhart.Audit.Benches;

/// <summary>What can be told of an answer without understanding it.</summary>
public static class AnswerStyle
{
    /// <summary>Names of the features, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["characters", "words", "lines", "characters per word", "words per line", "distinct words", "digits", "upper case", "punctuation", "markdown", "longest line", "first line"];

    /// <summary>Counts as log(1 + n) and shares in [0, 1]. // (Names.Count)</summary>
    public static double[] Of(string text)
    {
        string[] lines = [.. text.Split('\n').Where(line => line.Trim().Length > 0)];
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        double characters = Math.Max(1, text.Length), count = Math.Max(1, words.Length);
        return
        [
            Math.Log(1 + text.Length), Math.Log(1 + words.Length), Math.Log(1 + lines.Length), characters / count, count / Math.Max(1, lines.Length),
            words.Distinct(StringComparer.Ordinal).Count() / count, text.Count(char.IsDigit) / characters, text.Count(char.IsUpper) / characters,
            text.Count(char.IsPunctuation) / characters, text.Count(c => c is '*' or '#' or '`' or '|') / characters,
            lines.Length == 0 ? 0 : Math.Log(1 + lines.Max(line => line.Length)), lines.Length == 0 ? 0 : Math.Log(1 + lines[0].Length),
        ];
    }
}
