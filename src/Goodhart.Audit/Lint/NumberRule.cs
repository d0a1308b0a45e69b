namespace Goodhart.Audit.Lint;

/// <summary>Finds situations that make a reward NaN, infinite or fail: sampled ones first, then every field at its ends, at 0, and equal to another field.</summary>
internal static class NumberRule
{
    public static IEnumerable<LintFinding> Find(LintSample sample)
    {
        sample.Reward.Begin(sample.World.Count);
        if (Fails(sample.Reward, sample.Steps) is { } seen)
        {
            yield return Finding(sample, sample.Steps, seen.Row, seen.Cause, "a transition that was sampled");
            yield break;
        }

        using var stressed = Stressed(sample);
        for (var row = 0; row < stressed.Count; row++)
        {
            using var one = Probe.Copy(stressed, [row]);
            sample.Reward.Begin(1);
            if (Fails(sample.Reward, one) is not { } found) continue;
            yield return Finding(sample, stressed, row, found.Cause, "a situation at the edge of what can occur");
            yield break;
        }
    }

    private static (int Row, Exception Cause)? Fails(IReward<Transitions> reward, Transitions batch)
    {
        try
        {
            reward.Evaluate(batch, new float[batch.Count]);
            return null;
        }
        catch (RewardNumberException number)
        {
            return (number.Sample, number);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            return (0, failed);
        }
    }

    private static LintFinding Finding(LintSample sample, Transitions batch, int row, Exception cause, string where) => new(
        "not-a-number", LintSeverity.Error, (cause as RewardNumberException)?.Part ?? sample.Reward.Name,
        $"It fails on {where}: {cause.Message} There: {Probe.Describe(batch, row)}.", "Guard denominators, roots and logarithms, for instance with Math.Max(x, 1e-6).");

    /// <summary>Sampled rows with one field of both situations moved to a value that programs stumble over.</summary>
    private static Transitions Stressed(LintSample sample)
    {
        var fields = sample.Steps.Schema.Observation;
        var rows = sample.Draw(8, endsToo: true);
        List<(int Row, int Field, Func<Transitions, int, (float, float)> Values)> plan = [];
        foreach (var row in rows)
            for (var f = 0; f < fields.Count; f++)
            {
                foreach (var value in Ends(fields[f])) plan.Add((row, f, (_, _) => (value, value)));
                for (var other = 0; other < fields.Count; other++)
                {
                    var g = other;
                    if (g != f && fields[g].Unit == fields[f].Unit) plan.Add((row, f, (batch, i) => (batch.Observation(g)[i], batch.Next(g)[i])));
                }
            }

        var stressed = Probe.Copy(sample.Steps, [.. plan.Select(p => p.Row)]);
        for (var i = 0; i < plan.Count; i++) (stressed.Observation(plan[i].Field)[i], stressed.Next(plan[i].Field)[i]) = plan[i].Values(stressed, i);
        return stressed;
    }

    private static IEnumerable<float> Ends(Field field)
    {
        if (field.Low <= 0 && field.High >= 0) yield return 0;
        if (float.IsFinite(field.Low)) yield return field.Low;
        if (float.IsFinite(field.High)) yield return field.High;
    }
}
