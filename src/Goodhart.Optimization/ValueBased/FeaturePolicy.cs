using Goodhart.Worlds;

namespace Goodhart.Optimization.ValueBased;

/// <summary>Takes the action whose features are worth most together; of equal ones, one drawn at random.</summary>
public sealed class FeaturePolicy : IPolicy
{
    private readonly HashedFeatures features;
    private readonly float[] weights;
    private readonly int actions;

    /// <param name="features">What is seen in an observation.</param>
    /// <param name="actions">Number of actions.</param>
    /// <param name="weights">Value of each place's feature with each action. // (places × actions)</param>
    public FeaturePolicy(HashedFeatures features, int actions, float[] weights)
    {
        Ensure.SameLength(weights.Length, features.Places * Ensure.Positive(actions));
        (this.features, this.actions, this.weights) = (features, actions, weights);
    }

    public void Act(Situations now, Generator rng, Span<float> actions)
    {
        Span<int> active = stackalloc int[features.Count];
        Span<double> values = stackalloc double[this.actions];
        for (var n = 0; n < now.Count; n++)
        {
            features.Of(now.Fields, now.Count, n, active);
            Values(weights, active, values);
            actions[n] = Best(values, rng);
        }
    }

    /// <summary>Q of every action. // values: (actions)</summary>
    internal static void Values(float[] weights, ReadOnlySpan<int> active, Span<double> values)
    {
        values.Clear();
        foreach (var place in active)
            for (var a = 0; a < values.Length; a++) values[a] += weights[place * values.Length + a];
    }

    // The k-th of several equal values replaces the one held with probability 1/k, so all are equally likely.
    internal static int Best(ReadOnlySpan<double> values, Generator rng)
    {
        var (best, ties) = (0, 1);
        for (var a = 1; a < values.Length; a++)
        {
            if (values[a] < values[best]) continue;
            if (values[a] > values[best]) (best, ties) = (a, 1);
            else if (rng.NextInt(++ties) == 0) best = a;
        }

        return best;
    }
}
