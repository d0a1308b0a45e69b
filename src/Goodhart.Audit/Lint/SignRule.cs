namespace Goodhart.Audit.Lint;

/// <summary>A part called a penalty that pays, or one called a bonus that costs.</summary>
internal static class SignRule
{
    private static readonly string[] costs = ["penalty", "cost", "punish", "fine", "loss"], gains = ["bonus", "reward", "success", "progress", "gain"];

    public static IEnumerable<LintFinding> Find(LintSample sample)
    {
        foreach (var part in sample.Terms.Where(p => p.Varies))
        {
            float low = part.Weight * part.Scores.Min(), high = part.Weight * part.Scores.Max();
            if (part.Weight < 0) (low, high) = (high, low);
            if (Says(part.Name, costs) && low >= 0)
                yield return new("sign", LintSeverity.Warning, part.Path, $"It is called '{part.Name}' and adds {Say.Number(low)} to {Say.Number(high)}: it pays for what its name punishes.", "Negate it, or subtract it from the total.");
            if (Says(part.Name, gains) && high <= 0)
                yield return new("sign", LintSeverity.Warning, part.Path, $"It is called '{part.Name}' and adds {Say.Number(low)} to {Say.Number(high)}: it punishes what its name praises.", "Negate it.");
        }
    }

    private static bool Says(string name, string[] words) => words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
