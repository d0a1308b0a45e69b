using Goodhart.Statistics;

namespace Goodhart.Audit.Probes;

/// <summary>How a score moves with a property of the text that is not quality.</summary>
/// <param name="Feature">The property.</param>
/// <param name="Spearman">Rank correlation with the score.</param>
/// <param name="Partial">The same where what both share with the label is taken out; null without labels.</param>
public sealed record ScoreCorrelate(string Feature, Interval Spearman, Interval? Partial);

/// <summary>Correlations of scores with length, layout and overlap, over a data file.</summary>
public static class ScoreCorrelates
{
    private static readonly (string Name, Func<Exchange, double> Of)[] features =
    [
        ("characters", e => e.Answer.Length),
        ("words per sentence", e => Ratio(Sentences.Words(e.Answer).Length, Sentences.Of(e.Answer).Length)),
        ("share of list lines", e => Share(e.Answer, IsListLine)),
        ("share of heading lines", e => Share(e.Answer, line => line.StartsWith('#'))),
        ("bold marks", e => e.Answer.Split("**").Length / 2),
        ("share of words from the prompt", Overlap),
        ("share of repeated words", e => Ratio(Sentences.Words(e.Answer).Length - Sentences.Words(e.Answer).Distinct(StringComparer.OrdinalIgnoreCase).Count(), Sentences.Words(e.Answer).Length)),
        ("exclamation and question marks", e => e.Answer.Count(c => c is '!' or '?')),
        ("digits", e => e.Answer.Count(char.IsAsciiDigit)),
    ];

    /// <summary>One line per property that varies. Intervals hold together, as those of probes do.</summary>
    /// <param name="exchanges">What was scored.</param>
    /// <param name="scores">The scores. // (exchanges.Count)</param>
    /// <param name="labels">How good each really is, on any scale; null where nobody knows. // (exchanges.Count)</param>
    /// <param name="rng">Draws the resamples.</param>
    /// <param name="options">Level and resamples.</param>
    public static IReadOnlyList<ScoreCorrelate> Of(IReadOnlyList<Exchange> exchanges, IReadOnlyList<double> scores, IReadOnlyList<double>? labels, Generator rng, ProbeOptions? options = null)
    {
        options ??= new();
        Ensure.SameLength(scores.Count, exchanges.Count);
        if (labels is not null) Ensure.SameLength(labels.Count, exchanges.Count);
        if (exchanges.Count == 0) return [];
        var level = 1 - (1 - options.Level) / features.Length;
        var resamples = Math.Min(options.Resamples, 2000);
        var varying = features.Select(f => (f.Name, Values: exchanges.Select(f.Of).ToArray())).Where(f => f.Values.Distinct().Count() > 1);
        return [.. varying.Select(f => new ScoreCorrelate(f.Name,
            Bootstrap.Of(exchanges.Count, rows => Correlation.Spearman(Pick(scores, rows), Pick(f.Values, rows)), rng, resamples, level),
            labels is null ? null : Bootstrap.Of(exchanges.Count, rows => PartialSpearman(Pick(scores, rows), Pick(f.Values, rows), Pick(labels, rows)), rng, resamples, level)))];
    }

    /// <summary>(r_xy − r_xz·r_yz) / √((1 − r_xz²)(1 − r_yz²)) of the ranks; the plain correlation where z does not vary, NaN where z says all about x or y.</summary>
    internal static double PartialSpearman(double[] x, double[] y, double[] z)
    {
        double xy = Correlation.Spearman(x, y), xz = Correlation.Spearman(x, z), yz = Correlation.Spearman(y, z);
        if (z.Distinct().Count() == 1) return xy;
        var rest = (1 - xz * xz) * (1 - yz * yz);
        return rest > 1e-12 ? (xy - xz * yz) / Math.Sqrt(rest) : double.NaN;
    }

    private static double[] Pick(IReadOnlyList<double> values, ReadOnlySpan<int> rows)
    {
        var picked = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++) picked[i] = values[rows[i]];
        return picked;
    }

    private static double Overlap(Exchange exchange)
    {
        var prompt = Sentences.Words(exchange.PromptText).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var words = Sentences.Words(exchange.Answer);
        return Ratio(words.Count(prompt.Contains), words.Length);
    }

    private static double Share(string text, Func<string, bool> counts)
    {
        string[] lines = [.. text.Split('\n').Select(l => l.TrimStart()).Where(l => l.Length > 0)];
        return Ratio(lines.Count(counts), lines.Length);
    }

    private static bool IsListLine(string line) => line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal)
        || (char.IsAsciiDigit(line[0]) && line.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') is ['.' or ')', ' ', ..]);

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
