using Goodhart.Statistics;

namespace Goodhart.Audit.Lint;

/// <summary>Is there a signal at all, and is it of a size that can be learned from?</summary>
internal static class ScaleRules
{
    public static IEnumerable<LintFinding> Find(LintSample sample)
    {
        var (whole, options) = (sample.Whole, sample.Options);
        if (!whole.Varies)
        {
            yield return new("constant", LintSeverity.Error, whole.Path, $"All {whole.Scores.Length} sampled transitions score {Say.Number(whole.Scores[0])}: nothing can be learned from it where nothing varies.",
                "If it pays only for rare events, add a term that says whether one comes closer; otherwise look for the mistake.");
            yield break;
        }

        double[] sizes = [.. whole.Scores.Select(s => (double)Math.Abs(s))];
        var large = OrderStatistics.Quantile(sizes, 0.99);
        if (large >= options.Large)
            yield return new("scale", LintSeverity.Warning, whole.Path, $"One score in a hundred is {Say.Number(large)} or larger in size.", $"Divide by about {Say.Number(large)}, so that scores stay near 1.");
        else if (sizes.Max() <= options.Small)
            yield return new("scale", LintSeverity.Warning, whole.Path, $"No score exceeds {Say.Number(sizes.Max())} in size.", "Multiply it, so that scores come near 1.");
    }
}
