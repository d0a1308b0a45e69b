using Goodhart.Audit.Distances;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Papers;

/// <summary>Regret of policy pairs against the STARC distance of two rewards.</summary>
/// <param name="PolicyPairs">Random policy pairs that were checked.</param>
/// <param name="AboveDerived">Those whose loss exceeds the derived constant times the distance.</param>
/// <param name="AboveFitted">Those whose loss exceeds <paramref name="Upper"/>, which was fitted on other rewards.</param>
/// <param name="Upper">Largest worst loss over distance.</param>
/// <param name="Lower">Least worst loss over distance.</param>
internal sealed record StarcBounds(int PolicyPairs, int AboveDerived, int AboveFitted, double Upper, double Lower)
{
    private const int Directions = 24;

    /// <summary>The first reward pair of each process fits both constants by searching the worst policies; random policies are tried on the others, two by two.</summary>
    public static StarcBounds Check(Generator rng, IEnumerable<StarcPair> pairs, double gamma, int policies)
    {
        var (count, derived, upper, lower, ratios) = (0, 0, 0.0, double.PositiveInfinity, new List<double>());
        foreach (var process in pairs.Chunk(StarcPair.PerProcess))
        {
            var mdp = process[0].Mdp;
            var canonicaliser = new Canonicaliser(mdp, gamma);
            var worst = Misranking.Worst(mdp, process[0].First, process[0].Second, gamma, Directions).Loss
                / RewardDistance.Starc(canonicaliser, process[0].First, process[0].Second).Distance;
            (upper, lower) = (Math.Max(upper, worst), Math.Min(lower, worst));

            var ceilings = RegretBound.Ceilings(mdp, gamma);
            var occupancies = Enumerable.Range(0, policies).Select(_ => Solve.Occupancy(mdp, RandomPolicy(mdp, rng), gamma)).ToArray();
            foreach (var pair in process[1..])
            {
                var bound = RegretBound.Of(canonicaliser, pair.First, pair.Second, ceilings);
                for (var i = 0; i + 1 < policies; i += 2)
                {
                    var loss = Loss(mdp, pair, occupancies[i], occupancies[i + 1]) / bound.Range;
                    count++;
                    derived += loss > bound.Constant * bound.Distance + 1e-12 ? 1 : 0;
                    ratios.Add(loss / bound.Distance);
                }
            }
        }

        return new(count, derived, ratios.Count(r => r > upper), upper, lower);
    }

    /// <summary>What the truth loses by going from the policy the proxy likes less to the one it likes more.</summary>
    private static double Loss(TabularMdp mdp, StarcPair pair, double[] one, double[] two)
    {
        var (truth, proxy) = (mdp.Expect(pair.First), mdp.Expect(pair.Second));
        var change = Solve.Return(two, truth) - Solve.Return(one, truth);
        return Solve.Return(two, proxy) >= Solve.Return(one, proxy) ? -change : change;
    }

    /// <summary>Softmax of Gaussian logits, from nearly uniform to nearly deterministic.</summary>
    private static TabularPolicy RandomPolicy(TabularMdp mdp, Generator rng)
    {
        var sharpness = Math.Exp(4 * rng.NextDouble() - 1);
        double[] logits = [.. Enumerable.Range(0, mdp.States * mdp.Actions).Select(_ => rng.NextNormal())];
        return Solve.Softmax(mdp, logits, 1 / sharpness);
    }
}
