using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Distances;

/// <summary>Two states, two actions, γ = 0.9, with three rewards whose canonical forms were worked out by hand.</summary>
internal static class TwoByTwo
{
    public const double Gamma = 0.9;

    /// <summary>R₁(s, a, ·).</summary>
    public static double[] R1 => [1, 0, 0, 2, 0, 1, 3, -1];

    public static double[] R2 => [0, 1, 1, 0, 2, 0, 0, 1];

    /// <summary>2.5 R₁ + γ φ(s′) − φ(s) with φ = (3, −2), and terms over s′ whose expectation is 0.</summary>
    public static double[] R3
    {
        get
        {
            double[] moved = [1, -4, 9, -1, 1, -1, 7, -3];
            return [.. Audit.Distances.Shaping.Add(Mdp, [.. R1.Select(r => 2.5 * r)], [3, -2], Gamma).Zip(moved, (r, m) => r + m)];
        }
    }

    public static TabularMdp Mdp { get; } = new(
        new([], new ActionSpace.Discrete(["a", "b"]), 2), [0, 2, 4, 6, 8], [0, 1, 0, 1, 0, 1, 0, 1], [.8, .2, .1, .9, .5, .5, .3, .7], [.5, .5]);
}
