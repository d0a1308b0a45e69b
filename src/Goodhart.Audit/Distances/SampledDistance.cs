using Goodhart.Worlds;

namespace Goodhart.Audit.Distances;

/// <summary>Distances between rewards of worlds too large to enumerate, estimated from rollouts of one random policy.</summary>
/// <remarks>The states compared are those the policy comes to, as often as it comes there. Two independent rollouts give the noise floor.</remarks>
public static class SampledDistance
{
    /// <summary>STARC with the VAL canonicalisation of <paramref name="policy"/>; both rewards are canonicalised on the same rollouts.</summary>
    /// <param name="world">The world; it is reset. It must reset its copies by itself.</param>
    /// <param name="policy">A policy that tries every action, such as a uniformly random one.</param>
    /// <param name="first">R₁.</param>
    /// <param name="second">R₂.</param>
    /// <param name="gamma">Discount in [0, 1]; 1 needs episodes that terminate.</param>
    /// <param name="rng">Seeds the rollouts.</param>
    /// <param name="options">Sizes and the class of functions that is fitted.</param>
    /// <exception cref="ArgumentException">γ = 1 and no episode terminated, or the world does not reset its copies.</exception>
    public static SampledComparison Starc(IWorld world, IPolicy policy, IReward<Transitions> first, IReward<Transitions> second, double gamma, Generator rng,
        SampledStarcOptions? options = null)
    {
        options ??= new();
        Ensure.InRange(gamma, 0, 1);
        Ensure.InRange(options.Lambda, 0, 1);
        Ensure.InRange(options.Degree, 1, 8);
        using var one = Rollouts(world, policy, options.Steps, rng);
        using var two = Rollouts(world, policy, options.Steps, rng);
        if (gamma >= 1 && !one.Terminated.Contains(true) && !two.Terminated.Contains(true))
            throw new ArgumentException($"gamma = 1 needs episodes that terminate, but none did in 2 × {options.Steps} steps of {world.Count} copies. Use gamma < 1.");

        var basis = new Basis(one, options.Degree);
        AdvantageFit Fit(params Transitions[] data) => new(basis, data, world.Count, gamma, options.Lambda);
        AdvantageFit all = Fit(one, two), early = Fit(one), late = Fit(two);
        Transitions[] both = [one, two];
        var points = Points(both, options.Points, rng);
        double[] Standard(AdvantageFit fit, IReadOnlyList<float[]> scores) => Scaled(options.Norm, Evaluate(basis, both, points, fit.Of(scores)), Largest(scores));
        (double[] Best, double Noise) Estimate(IReward<Transitions> reward)
        {
            float[][] scores = [Scores(reward, one), Scores(reward, two)];
            return (Standard(all, scores), Apart(options.Norm, Standard(early, [scores[0]]), Standard(late, [scores[1]])));
        }

        var (a, b) = (Estimate(first), Estimate(second));
        return new($"sampled STARC Val {options.Norm}", Apart(options.Norm, a.Best, b.Best), 2, a.Noise, b.Noise, points.Length, "visits of the given policy",
            [.. Note("first", a.Best, a.Noise), .. Note("second", b.Best, b.Noise)]);
    }

    internal static Transitions Rollouts(IWorld world, IPolicy policy, int steps, Generator rng)
    {
        if (world.Autoreset != Autoreset.SameStep)
            throw new ArgumentException($"World '{world.Name}' must reset its copies by itself (Autoreset.SameStep), was {world.Autoreset}.", nameof(world));
        world.Reset(rng.NextWord());
        return Rollout.Collect(world, policy, steps, rng);
    }

    internal static float[] Scores(IReward<Transitions> reward, Transitions batch)
    {
        var scores = new float[batch.Count];
        reward.Evaluate(batch, scores);
        return scores;
    }

    private static (int Batch, int Row)[] Points(Transitions[] data, int count, Generator rng)
    {
        var rows = Ensure.Positive(data[0].Count);
        var points = new (int, int)[Ensure.Positive(count)];
        for (var i = 0; i < count; i++) points[i] = (i % 2, rng.NextInt(rows));
        return points;
    }

    private static double[] Evaluate(Basis basis, Transitions[] data, (int Batch, int Row)[] points, double[] parameters)
    {
        var (values, features) = (new double[points.Length], new double[basis.Pairs]);
        for (var i = 0; i < points.Length; i++)
        {
            var block = basis.Pair(data[points[i].Batch], points[i].Row, features);
            for (var f = 0; f < features.Length; f++) values[i] += parameters[block * features.Length + f] * features[f];
        }

        return values;
    }

    private static double[] Scaled(Norm norm, double[] values, double largest)
    {
        var size = Norms.Of(norm, values, Alike(values.Length));
        var scale = size > StarcOptions.FloatTolerance * largest ? 1 / size : 0;
        return [.. values.Select(v => v * scale)];
    }

    private static double Apart(Norm norm, double[] a, double[] b) => Norms.Of(norm, [.. a.Zip(b, (x, y) => x - y)], Alike(a.Length));

    private static double Largest(IReadOnlyList<float[]> scores) => scores.Max(batch => batch.Max(Math.Abs));

    // Weights that sum to 1, so that norms do not grow with the number of points.
    private static double[] Alike(int count)
    {
        var weights = new double[count];
        Array.Fill(weights, 1.0 / count);
        return weights;
    }

    // Above 1 two estimates of one reward correlate less than half: more of them is noise than reward.
    private static string[] Note(string which, double[] standard, double noise) => standard.All(x => x == 0)
        ? [$"the {which} reward is policy-irrelevant: every policy is optimal for it"]
        : noise > 1 ? [$"the {which} reward cannot be told from a policy-irrelevant one with this many samples"] : [];
}
