using Goodhart.Worlds;

namespace Goodhart.Audit.Distances;

/// <summary>EPIC from samples: it needs rewards of situations, actions and next situations in any combination, and no dynamics.</summary>
/// <remarks>
/// C(s, a, s′) = R(s, a, s′) + mean over (A, S′) of γ R(s′, A, S′) − R(s, A, S′), up to a constant that correlation ignores; actions and next situations
/// are drawn from the rollouts independently of each other.
/// </remarks>
public static class SampledEpic
{
    /// <summary>√((1 − ρ)/2) over transitions of a policy; the noise floor comes from two independent sets of (A, S′).</summary>
    /// <exception cref="ArgumentException">The world does not reset its copies.</exception>
    public static SampledComparison Between(IWorld world, IPolicy policy, IReward<Transitions> first, IReward<Transitions> second, double gamma, Generator rng,
        SampledEpicOptions? options = null)
    {
        options ??= new();
        Ensure.InRange(gamma, 0, 1);
        using var data = SampledDistance.Rollouts(world, policy, options.Steps, rng);
        using var others = SampledDistance.Rollouts(world, policy, options.Steps, rng);
        using var points = Draw(data, options.Points, rng);
        using var early = Draw(others, options.Means, rng);
        using var late = Draw(others, options.Means, rng);
        (double[] Best, double Noise) Estimate(IReward<Transitions> reward)
        {
            double[] one = Canonical(reward, points, early, gamma), two = Canonical(reward, points, late, gamma);
            var negligible = StarcOptions.FloatTolerance * SampledDistance.Scores(reward, points).Max(Math.Abs);
            double[] Standard(double[] table) => Norms.Standardise(table, Ones(points.Count), negligible);
            return (Standard([.. one.Zip(two, (x, y) => (x + y) / 2)]), Apart(Standard(one), Standard(two)));
        }

        var (a, b) = (Estimate(first), Estimate(second));
        return new("sampled EPIC", Apart(a.Best, b.Best), 1, a.Noise, b.Noise, points.Count, "visits of the given policy",
            Comparison.Irrelevant(a.Best.All(x => x == 0), b.Best.All(x => x == 0)));
    }

    private static double Apart(double[] a, double[] b)
    {
        var correlation = a.All(x => x == 0) && b.All(x => x == 0) ? 1 : Norms.Dot(a, b, Ones(a.Length));
        return Math.Sqrt(Math.Max(0, (1 - correlation) / 2));
    }

    private static double[] Canonical(IReward<Transitions> reward, Transitions points, Transitions means, double gamma)
    {
        using var mixed = new Transitions(means.Schema, means.Count);
        CopyActions(means, mixed);
        CopyNext(means, mixed);
        double[] canonical = [.. SampledDistance.Scores(reward, points)];
        for (var i = 0; i < canonical.Length; i++)
        {
            StandAt(points, i, arrived: true, mixed);
            var after = Mean(SampledDistance.Scores(reward, mixed));
            StandAt(points, i, arrived: false, mixed);
            canonical[i] += gamma * after - Mean(SampledDistance.Scores(reward, mixed));
        }

        return canonical;
    }

    private static Transitions Draw(Transitions from, int count, Generator rng)
    {
        var rows = new int[Ensure.Positive(count)];
        for (var i = 0; i < count; i++) rows[i] = rng.NextInt(from.Count);
        return Rows(from, rows);
    }

    private static Transitions Rows(Transitions from, int[] rows)
    {
        var to = new Transitions(from.Schema, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var f = 0; f < from.Schema.Observation.Count; f++) (to.Observation(f)[i], to.Next(f)[i]) = (from.Observation(f)[rows[i]], from.Next(f)[rows[i]]);
            for (var k = 0; k < from.Schema.Actions.Width; k++) to.Action(k)[i] = from.Action(k)[rows[i]];
            (to.Terminated[i], to.Truncated[i]) = (from.Terminated[rows[i]], from.Truncated[rows[i]]);
            if (from.Schema.States > 0) (to.State[i], to.NextState[i]) = (from.State[rows[i]], from.NextState[rows[i]]);
        }

        return to;
    }

    // Shifted by one against the arrivals, so that the two are independent.
    private static void CopyActions(Transitions from, Transitions to)
    {
        for (var k = 0; k < from.Schema.Actions.Width; k++)
            for (var i = 0; i < from.Count; i++) to.Action(k)[i] = from.Action(k)[(i + 1) % from.Count];
    }

    private static void CopyNext(Transitions from, Transitions to)
    {
        for (var f = 0; f < from.Schema.Observation.Count; f++) from.Next(f).CopyTo(to.Next(f));
        from.Terminated.CopyTo(to.Terminated);
        from.Truncated.CopyTo(to.Truncated);
        if (from.Schema.States > 0) from.NextState.CopyTo(to.NextState);
    }

    private static void StandAt(Transitions points, int row, bool arrived, Transitions mixed)
    {
        for (var f = 0; f < points.Schema.Observation.Count; f++) mixed.Observation(f).Fill((arrived ? points.Next(f) : points.Observation(f))[row]);
        if (points.Schema.States > 0) mixed.State.Fill(arrived ? points.NextState[row] : points.State[row]);
    }

    private static double Mean(float[] scores)
    {
        var sum = 0.0;
        foreach (var score in scores) sum += score;
        return sum / scores.Length;
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
