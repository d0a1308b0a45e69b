using Goodhart.Audit.Distances;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Papers;

/// <summary>A random process with two rewards on its entries and one more that is equivalent to the first.</summary>
internal sealed record StarcPair(TabularMdp Mdp, double[] First, double[] Second, double[] Equivalent)
{
    public const int PerProcess = 6;

    private const int States = 32, Actions = 4;

    /// <summary>Half the processes have dense transitions, half nearly deterministic ones; a third have sparse rewards (one entry in twenty).</summary>
    /// <param name="rng">Draws everything.</param>
    /// <param name="processes">Number of processes, six pairs each.</param>
    /// <param name="redistribution">Standard deviation of what every second reward moves between next states, in units of the first reward's.</param>
    /// <param name="gamma">Discount of the shaping.</param>
    public static IEnumerable<StarcPair> Draw(Generator rng, int processes, double redistribution, double gamma)
    {
        for (var p = 0; p < processes; p++)
        {
            var mdp = RandomMdp.Create(States, Actions, new(Concentration: p % 2 == 0 ? 1 : 0.1), rng);
            var density = p % 3 == 0 ? 0.05 : 1;
            var first = Table(mdp, () => rng.NextDouble() < density ? rng.NextNormal() : 0);
            for (var k = 0; k < PerProcess; k++)
            {
                var share = rng.NextDouble();
                double[] between = [.. first.Select(r => (1 - share) * r + share * rng.NextNormal())];
                var moved = k % 2 == 0 ? redistribution : 0;
                yield return new(mdp, first, Disguise(mdp, between, moved, gamma, rng), Disguise(mdp, first, redistribution, gamma, rng));
            }
        }
    }

    /// <summary>The same order of policies in another dress: random scale, potential of random size, zero-mean terms over next states.</summary>
    private static double[] Disguise(TabularMdp mdp, double[] reward, double moved, double gamma, Generator rng)
    {
        var (scale, size) = (Math.Exp(rng.NextNormal()), 10 * rng.NextDouble());
        var noise = Table(mdp, () => moved * rng.NextNormal());
        var mean = mdp.Expect(noise);
        for (var pair = 0; pair < mean.Length; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) noise[k] -= mean[pair];
        double[] potential = [.. Enumerable.Range(0, mdp.States).Select(_ => scale * size * rng.NextNormal())];
        return Shaping.Add(mdp, [.. reward.Zip(noise, (r, z) => scale * (r + z))], potential, gamma);
    }

    private static double[] Table(TabularMdp mdp, Func<double> draw) => [.. Enumerable.Range(0, mdp.Entries).Select(_ => draw())];
}
