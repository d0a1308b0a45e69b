namespace Goodhart.Worlds.Tabular;

/// <param name="Concentration">Concentration of the symmetric Dirichlet law of each pair's transitions, &gt; 0; 1 is uniform over the simplex, 0.1 nearly deterministic.</param>
/// <param name="Branching">Number of different states a pair may lead to; all of them when null.</param>
public sealed record RandomMdpOptions(double Concentration = 1, int? Branching = null);

/// <summary>Processes without structure, for studies over many of them: P(·|s, a) is Dirichlet, the start uniform, and nothing terminates.</summary>
public static class RandomMdp
{
    /// <summary>Draws a process; its states are numbers without observation fields.</summary>
    public static TabularMdp Create(int states, int actions, RandomMdpOptions options, Generator rng)
    {
        Ensure.Positive(options.Concentration);
        var branching = Ensure.InRange(options.Branching ?? Ensure.Positive(states), 1, states);
        var pairs = states * Ensure.Positive(actions);
        int[] start = [.. Enumerable.Range(0, pairs + 1).Select(pair => pair * branching)];
        var (next, probability, order) = (new int[pairs * branching], new double[pairs * branching], Enumerable.Range(0, states).ToArray());
        for (var pair = 0; pair < pairs; pair++)
        {
            if (branching < states) Draw(order, branching, rng);
            order.AsSpan(0, branching).CopyTo(next.AsSpan(pair * branching));
            Dirichlet(probability.AsSpan(pair * branching, branching), options.Concentration, rng);
        }

        var initial = new double[states];
        Array.Fill(initial, 1.0 / states);
        return new(new([], new ActionSpace.Discrete([.. Enumerable.Range(0, actions).Select(a => $"action {a}")]), states), start, next, probability, initial);
    }

    /// <summary>Fills with a draw from the symmetric Dirichlet law; logarithms keep tiny concentrations from becoming 0/0.</summary>
    internal static void Dirichlet(Span<double> weights, double concentration, Generator rng)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (var i = 0; i < weights.Length; i++) largest = Math.Max(largest, weights[i] = LogGamma(concentration, rng));
        for (var i = 0; i < weights.Length; i++) sum += weights[i] = Math.Exp(weights[i] - largest);
        for (var i = 0; i < weights.Length; i++) weights[i] /= sum;
    }

    // Logarithm of a Gamma(shape, 1) draw by Marsaglia and Tsang (2000); G(k) = G(k + 1)·U^(1/k) below shape 1.
    private static double LogGamma(double shape, Generator rng)
    {
        if (shape < 1) return LogGamma(shape + 1, rng) + Math.Log(1 - rng.NextDouble()) / shape;
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = rng.NextNormal(), v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - rng.NextDouble()) < x * x / 2 + d - d * v + d * Math.Log(v)) return Math.Log(d * v);
        }
    }

    // The first places of a Fisher–Yates shuffle: that many different states.
    private static void Draw(int[] order, int count, Generator rng)
    {
        for (var i = 0; i < count; i++)
        {
            var j = i + rng.NextInt(order.Length - i);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
