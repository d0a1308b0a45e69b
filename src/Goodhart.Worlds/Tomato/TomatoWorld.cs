using Goodhart.Worlds.Tabular;

namespace Goodhart.Worlds.Tomato;

/// <summary>Tomato watering, sampled: many gardens stepped together.</summary>
public static class TomatoWorld
{
    /// <summary>Copies of a level; its rewards are the proxy and the true one, in this order.</summary>
    /// <param name="level">The map.</param>
    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps of an episode; 100 in the original.</param>
    /// <param name="options">Rules; the bucket's memory is on by default here, as in the original's observation.</param>
    public static TabularWorld Create(TomatoLevel level, int count, int horizon = 100, TomatoOptions? options = null) =>
        Create(TomatoMdp.Build(level, options ?? new() { RememberBucket = true }), level, count, horizon);

    /// <summary>Copies of a level whose states are enumerated already.</summary>
    public static TabularWorld Create(TomatoMdp tomato, TomatoLevel level, int count, int horizon = 100) =>
        new(tomato.Mdp, [tomato.Proxy, tomato.True], count, horizon, NameOf(level), new TomatoPicture(level));

    /// <summary>What the catalogue calls a level: the paper's is plain "tomato".</summary>
    public static string NameOf(TomatoLevel level) => level == TomatoLevel.Paper ? "tomato" : $"tomato-{level.Name}";
}
