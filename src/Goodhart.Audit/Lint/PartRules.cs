using Goodhart.Statistics;

namespace Goodhart.Audit.Lint;

/// <summary>Parts that do nothing, drown the others, or sit at an end of their range.</summary>
internal static class PartRules
{
    public static IEnumerable<LintFinding> Find(LintSample sample)
    {
        var parts = sample.Parts.Where(p => p.Depth == 1).ToArray();
        foreach (var part in parts)
        {
            if (!part.Varies && sample.Whole.Varies)
                yield return new("dead-part", LintSeverity.Warning, part.Path, $"It is {Say.Number(part.Scores[0])} on all {part.Scores.Length} sampled transitions.",
                    "Change its scale or temperature, rewrite it, or drop it. If it pays for a rare event, sample with a policy that gets there.");
            else if (Saturated(part, sample.Options.Saturates) is { } end)
                yield return new("saturated-part", LintSeverity.Warning, part.Path, $"It is at {Say.Number(end)}, an end of its range, on {Say.Percent(Share(part, end))} of the transitions and tells them apart no more.",
                    "Use a larger temperature or a slower squashing.");
        }

        if (parts.Count(p => p.Varies) < 2) yield break;
        foreach (var part in parts.Where(p => Share(sample, p) >= sample.Options.Dominates))
            yield return new("dominating-part", LintSeverity.Warning, part.Path, $"It makes up {Say.Percent(Share(sample, part))} of the variance of all parts: the others are drowned.", "Rescale it to the size of the others.");
    }

    /// <summary>Its share of the summed variances of the direct parts, weights included.</summary>
    public static double Share(LintSample sample, PartScores part)
    {
        var all = sample.Parts.Where(p => p.Depth == 1).Sum(Spread);
        return all > 0 ? Spread(part) / all : 0;
    }

    private static double Spread(PartScores part) => part.Weight * part.Weight * Moments.Of(Array.ConvertAll(part.Scores, s => (double)s)).Variance;

    // A part of two values is an event, not a squashed quantity.
    private static float? Saturated(PartScores part, double share)
    {
        if (part.Scores.Distinct().Take(3).Count() < 3) return null;
        float low = part.Scores.Min(), high = part.Scores.Max();
        if (Share(part, high) >= share) return high;
        return Share(part, low) >= share && !IsRareEvent(part, low) ? low : null;
    }

    // Exactly 0 nearly always, and something else now and then: a bonus, not saturation.
    private static bool IsRareEvent(PartScores part, float low) => low == 0 && part.Scores.Count(s => s == 0) >= 0.5 * part.Scores.Length;

    private static double Share(PartScores part, float end)
    {
        var near = 1e-3f * (part.Scores.Max() - part.Scores.Min());
        return (double)part.Scores.Count(s => Math.Abs(s - end) <= near) / part.Scores.Length;
    }
}
