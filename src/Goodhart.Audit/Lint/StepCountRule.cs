namespace Goodhart.Audit.Lint;

/// <summary>A reward that pays differently for one and the same transition, depending on how often it was asked in the episode.</summary>
internal static class StepCountRule
{
    private const int Times = 64;

    public static IEnumerable<LintFinding> Find(LintSample sample)
    {
        if (!sample.Reward.IsEpisodic) yield break;
        var rows = sample.Draw(16);
        foreach (var row in rows)
        {
            using var again = Probe.Copy(sample.Steps, [.. Enumerable.Repeat(row, Times)]);
            var scores = new float[Times];
            sample.Reward.Begin(1);
            sample.Reward.Evaluate(again, scores);
            // The first call may set the memory up; what comes after should not go on changing.
            var (middle, last) = (scores[Times / 2], scores[^1]);
            if (Math.Abs(last - middle) <= 1e-4 * Math.Max(Math.Abs(scores[1]), 1e-3)) continue;
            yield return new("step-count", LintSeverity.Warning, sample.Reward.Name,
                $"The same transition scores {Say.Number(scores[1])} on its second, {Say.Number(middle)} on its {Times / 2 + 1}th and {Say.Number(last)} on its {Times}th repetition: the score depends on how many steps were made.",
                "Remember what happened in the world, not how often the reward was asked.");
            yield break;
        }
    }
}
