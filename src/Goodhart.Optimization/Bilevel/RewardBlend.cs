using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Bilevel;

/// <summary>r_φ(s, a, s′) = Σ φ_k f_k(s, a, s′): a reward whose parts are known and whose weights are to be found.</summary>
public sealed class RewardBlend
{
    private readonly double[][] features;

    /// <param name="mdp">The process.</param>
    /// <param name="parts">f_k: the primary reward first, then heuristics.</param>
    /// <exception cref="ArgumentException">There are no parts, or one remembers the episode.</exception>
    /// <exception cref="RewardNumberException">A part is not a finite number somewhere.</exception>
    public RewardBlend(TabularMdp mdp, params IReadOnlyList<IReward<Transitions>> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("A blend needs at least the primary reward.", nameof(parts));
        (Names, features) = ([.. parts.Select(p => p.Name)], [.. parts.Select(mdp.Tabulate)]);
    }

    public IReadOnlyList<string> Names { get; }

    public int Count => features.Length;

    /// <summary>f_k over the process's entries. // (entries)</summary>
    public ReadOnlySpan<double> Feature(int part) => features[part];

    /// <summary>r_φ over the process's entries. // weights: (parts), table: (entries)</summary>
    public void Write(ReadOnlySpan<double> weights, Span<double> table)
    {
        Ensure.SameLength(weights.Length, Count);
        table.Clear();
        for (var k = 0; k < features.Length; k++)
            for (var i = 0; i < table.Length; i++) table[i] += weights[k] * features[k][i];
    }
}
