using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Lint;

/// <summary>
/// Dense parts that are no potential difference γ·Φ(s′) − Φ(s): they may change which policy is best (Ng, Harada and Russell 1999).
/// </summary>
/// <remarks>
/// A stateless part f is a potential difference exactly if f(x, a, x) = (γ − 1)·Φ(x) gives a Φ that explains every transition; for γ = 1, Φ is read off
/// f(x₀, a, x) instead. Both are asked of the reward itself, with transitions put together from sampled situations.
/// </remarks>
internal static class ShapingRule
{
    private const double Tolerance = 1e-3;   // of the part's own size; scores are single precision

    public static IEnumerable<LintFinding> Find(LintSample sample)
    {
        if (sample.Reward.IsEpisodic) yield break;
        var rows = sample.Draw(256);
        if (rows.Length < 2) yield break;
        var gamma = sample.Options.Gamma;
        var asked = Ask(sample, rows);
        foreach (var part in sample.Terms.Where(p => IsDense(sample, p)))
        {
            var at = asked.Find(a => a.Path == part.Path)!;
            if (Explains(at, gamma)) continue;
            if (gamma < 1 && Explains(at, 1))
                yield return new("shaping", LintSeverity.Warning, part.Path, $"It is a difference of potentials without the discount: with γ = {gamma} it pays for staying where the potential is low, and can change which policy is best.",
                    $"Multiply the potential of the state arrived at by γ = {gamma}.");
            else if (Exactly(sample, part) is { } repair)
            {
                if (repair.ChangesOptimum) yield return new("shaping", LintSeverity.Warning, part.Path, repair.Message, "Written so, it can be added to any reward.");
            }
            else
                yield return new("shaping", LintSeverity.Note, part.Path, $"It pays on {Say.Percent(Paid(sample, part))} of the steps and is no potential difference γ·Φ(s′) − Φ(s): it can change which policy is best.",
                    "If it only shows the way, write it as gamma * phi(after) - phi(before), and 0 for phi where the episode has ended.");
        }
    }

    /// <summary>On a finite process, what the part does to the best actions beside the rest of the reward; null elsewhere.</summary>
    private static Repair? Exactly(LintSample sample, PartScores part)
    {
        if (sample.World is not TabularWorld { Process: var process } || sample.Options.Gamma >= 1 || part.Depth != 1) return null;
        using var all = process.AllTransitions();
        var parts = sample.Apart(all);
        float[] whole = parts[0].Scores, own = parts.First(p => p.Path == part.Path).Scores;
        double[] term = [.. own.Select(x => (double)x * part.Weight)], rest = [.. whole.Select((x, k) => x - term[k])];
        return PotentialRepair.Of(process, rest, term, part.Name, sample.Options.Gamma);
    }

    private static double Paid(LintSample sample, PartScores part) => (double)part.Scores.Count(s => s != 0) / sample.Steps.Count;

    private static bool IsDense(LintSample sample, PartScores part) => part.Varies && Paid(sample, part) >= 0.25;

    /// <summary>Scores of one part on (s, a, s′), (s, a, s), (s′, a, s′), (x₀, a, s) and (x₀, a, s′).</summary>
    private sealed record Answers(string Path, float[] Real, float[] StillBefore, float[] StillAfter, float[] FromBefore, float[] FromAfter);

    private static List<Answers> Ask(LintSample sample, int[] rows)
    {
        Situation[] starts = [.. rows.Select(r => new Situation(r, false))], ends = [.. rows.Select(r => new Situation(r, true))];
        Situation[] origin = [.. rows.Select(_ => new Situation(rows[0], false))];
        IReadOnlyList<PartScores> Scores(Situation[] before, Situation[] after)
        {
            using var batch = Probe.Of(sample.Steps, before, rows, after);
            return sample.Apart(batch);
        }

        var (real, stillBefore, stillAfter, fromBefore, fromAfter) = (Scores(starts, ends), Scores(starts, starts), Scores(ends, ends), Scores(origin, starts), Scores(origin, ends));
        return [.. real.Select((part, k) => new Answers(part.Path, part.Scores, stillBefore[k].Scores, stillAfter[k].Scores, fromBefore[k].Scores, fromAfter[k].Scores))];
    }

    private static bool Explains(Answers at, double gamma)
    {
        double worst = 0, size = at.Real.Max(Math.Abs);
        for (var i = 0; i < at.Real.Length; i++)
        {
            var expected = gamma < 1
                ? (gamma * at.StillAfter[i] - at.StillBefore[i]) / (gamma - 1)
                : at.FromAfter[i] - at.FromBefore[i];
            worst = Math.Max(worst, Math.Abs(expected - at.Real[i]));
            if (gamma >= 1) worst = Math.Max(worst, Math.Abs(at.StillBefore[i]));
        }

        // Dividing by 1 − γ magnifies the rounding of single precision by as much.
        return worst <= Tolerance * size * (gamma < 1 ? Math.Max(1, 0.01 / (1 - gamma)) : 1);
    }
}
