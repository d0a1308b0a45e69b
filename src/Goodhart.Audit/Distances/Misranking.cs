using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>Two policies that a proxy ranks against the truth: it likes <see cref="Worse"/> no less than <see cref="Better"/>, yet the truth loses by the change.</summary>
/// <param name="Loss">(J₁(better) − J₁(worse))/range, from 0 (never misranked) to 1 (best and worst exchanged).</param>
/// <param name="Better">The policy the truth prefers.</param>
/// <param name="Worse">The policy the proxy likes at least as much.</param>
/// <remarks>
/// The returns (J₁, J₂) of all policies fill a convex polygon. Its corners are optimal for cos θ R₁ + sin θ R₂; the widest cut at constant J₂ is the
/// largest loss, the very quantity that a STARC distance bounds from both sides. With finitely many θ the polygon is inscribed, so the loss found is real
/// but may fall short of the largest.
/// </remarks>
public sealed record Misranking(double Loss, TabularPolicy Better, TabularPolicy Worse)
{
    /// <summary>Searches the polygon's corners in <paramref name="directions"/> directions. // truth, proxy: over the entries</summary>
    public static Misranking Worst(TabularMdp mdp, ReadOnlySpan<double> truth, ReadOnlySpan<double> proxy, double gamma, int directions = 32)
    {
        Ensure.InRange(directions, 4, 1 << 16);
        var (r1, r2) = (mdp.Expect(truth), mdp.Expect(proxy));
        var corners = new List<Corner>();
        double scale1 = Scale(mdp, r1, gamma), scale2 = Scale(mdp, r2, gamma);
        for (var k = 0; k < directions; k++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * k / directions);
            double[] mixed = [.. r1.Zip(r2, (a, b) => cos * scale1 * a + sin * scale2 * b)];
            var occupancy = Solve.Occupancy(mdp, Solve.Greedy(mdp, Solve.Optimal(mdp, mixed, gamma).Q, splitTies: false), gamma);
            corners.Add(new(Solve.Return(occupancy, r1), Solve.Return(occupancy, r2), occupancy));
        }

        var (best, worst) = (corners.MaxBy(c => c.Truth)!, corners.MinBy(c => c.Truth)!);
        var (x, y) = worst.Proxy >= best.Proxy ? (best, worst) : WidestCut(corners);
        var range = best.Truth - worst.Truth;
        return new(range > 0 ? Math.Max(0, x.Truth - y.Truth) / range : 0, Policy(mdp, x.Occupancy), Policy(mdp, y.Occupancy));
    }

    /// <summary>One over the spread of a reward's returns, so that both axes of the polygon are seen alike.</summary>
    private static double Scale(TabularMdp mdp, double[] reward, double gamma)
    {
        var (best, worst) = Regret.Extremes(mdp, reward, reward, gamma);
        return best > worst ? 1 / (best - worst) : 0;
    }

    // The width of a convex polygon is concave and piecewise linear in the height, so a corner's height attains it.
    private static (Corner Right, Corner Left) WidestCut(List<Corner> corners)
    {
        var widest = (Right: corners[0], Left: corners[0]);
        foreach (var level in corners.Select(c => c.Proxy).Distinct())
        {
            Corner? right = null, left = null;
            foreach (var low in corners)
                foreach (var high in corners)
                {
                    if (low.Proxy > level || high.Proxy < level) continue;
                    var at = low.Towards(high, high.Proxy > low.Proxy ? (level - low.Proxy) / (high.Proxy - low.Proxy) : 0);
                    if (right is null || at.Truth > right.Truth) right = at;
                    if (left is null || at.Truth < left.Truth) left = at;
                }

            if (right!.Truth - left!.Truth > widest.Right.Truth - widest.Left.Truth) widest = (right, left);
        }

        return widest;
    }

    /// <summary>The policy whose occupancy this is; uniform where it never comes.</summary>
    private static TabularPolicy Policy(TabularMdp mdp, double[] occupancy)
    {
        var policy = Policies.Uniform(mdp);
        var visits = Solve.StateOccupancy(occupancy, mdp.Actions);
        for (var pair = 0; pair < occupancy.Length; pair++)
            if (visits[pair / mdp.Actions] > 0) policy.Probabilities[pair] = occupancy[pair] / visits[pair / mdp.Actions];
        return policy;
    }

    private sealed record Corner(double Truth, double Proxy, double[] Occupancy)
    {
        public Corner Towards(Corner other, double share) => share == 0 ? this : share == 1 ? other
            : new(Mix(Truth, other.Truth, share), Mix(Proxy, other.Proxy, share), [.. Occupancy.Zip(other.Occupancy, (a, b) => Mix(a, b, share))]);

        private static double Mix(double a, double b, double share) => a + share * (b - a);
    }
}
