using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>STARC distances among a set of rewards: candidates of a design loop, or learned rewards beside the true one.</summary>
public sealed class DistanceMatrix
{
    private readonly double[] distances;

    private DistanceMatrix(IReadOnlyList<string> names, double[] distances, bool[] trivial, string measure, string weighting) =>
        (Names, this.distances, Trivial, Measure, Weighting) = (names, distances, trivial, measure, weighting);

    public IReadOnlyList<string> Names { get; }

    /// <summary>Which rewards are policy-irrelevant. // (rewards)</summary>
    public IReadOnlyList<bool> Trivial { get; }

    public string Measure { get; }

    /// <summary>What each pair counted.</summary>
    public string Weighting { get; }

    /// <summary>Distance of two rewards, from 0 to 2.</summary>
    public double this[int first, int second] => distances[first * Names.Count + second];

    /// <summary>Pairs no further apart than <paramref name="within"/>: near-duplicates that need no second training run.</summary>
    public IEnumerable<(int First, int Second, double Distance)> Duplicates(double within = 1e-3)
    {
        for (var i = 0; i < Names.Count; i++)
            for (var j = i + 1; j < Names.Count; j++)
                if (this[i, j] <= within) yield return (i, j, this[i, j]);
    }

    /// <summary>The other reward that lies closest.</summary>
    /// <exception cref="InvalidOperationException">There is no other reward.</exception>
    public int Nearest(int reward)
    {
        Ensure.InRange(reward, 0, Names.Count - 1);
        if (Names.Count == 1) throw new InvalidOperationException($"'{Names[reward]}' is the only reward of the matrix.");
        return Enumerable.Range(0, Names.Count).Where(i => i != reward).MinBy(i => this[reward, i]);
    }

    /// <summary>Canonicalises each reward once and measures every pair. // each table over the entries</summary>
    public static DistanceMatrix Of(Canonicaliser canonicaliser, IReadOnlyList<(string Name, double[] Entries)> rewards)
    {
        var (count, trivial) = (rewards.Count, new bool[rewards.Count]);
        var standard = new double[count][];
        for (var i = 0; i < count; i++) standard[i] = canonicaliser.Standard(rewards[i].Entries, out trivial[i]);

        var distances = new double[count * count];
        for (var i = 0; i < count; i++)
            for (var j = 0; j < i; j++)
                distances[i * count + j] = distances[j * count + i] = RewardDistance.Between(canonicaliser, standard[i], standard[j]);
        return new([.. rewards.Select(r => r.Name)], distances, trivial, RewardDistance.Measure(canonicaliser.Options), RewardDistance.Weighting(canonicaliser));
    }

    /// <summary>As above for rewards scored in single precision, by their names.</summary>
    public static DistanceMatrix Of(TabularMdp mdp, IReadOnlyList<IReward<Transitions>> rewards, double gamma, StarcOptions? options = null) =>
        Of(new Canonicaliser(mdp, gamma, (options ?? new()).ForFloats), [.. rewards.Select(r => (r.Name, mdp.Tabulate(r)))]);
}
