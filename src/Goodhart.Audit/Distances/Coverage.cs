using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>What each (s, a) or (s, a, s′) counts in a norm or a correlation.</summary>
/// <remarks>Pairs weigh w(s, a); entries and triples weigh w(s, a)·T(s′|s, a), except <see cref="Everywhere"/>, where each counts 1.</remarks>
public sealed class Coverage
{
    private readonly double[]? pairs;
    private readonly bool byTransition;

    private Coverage(string name, double[]? pairs, bool byTransition) => (Name, this.pairs, this.byTransition) = (name, pairs, byTransition);

    /// <summary>Every pair, entry and triple counts the same, possible or not, reachable or not.</summary>
    public static Coverage Everywhere { get; } = new("everywhere alike", null, byTransition: false);

    /// <summary>Every pair counts the same, and (s, a, s′) as often as it happens: T(s′|s, a).</summary>
    public static Coverage ByTransition { get; } = new("pairs alike, s' by T", null, byTransition: true);

    /// <summary>Name for reports.</summary>
    public string Name { get; }

    /// <summary>Whether states that are never reached from the start count nothing.</summary>
    public bool IgnoresUnreached => pairs is not null;

    /// <summary>As often as a policy gets there; null is the uniform policy. States unreachable from the start count nothing.</summary>
    public static Coverage Occupancy(TabularMdp mdp, double gamma, TabularPolicy? policy = null)
    {
        var occupancy = Solve.Occupancy(mdp, policy ?? Policies.Uniform(mdp), gamma);
        return new(policy is null ? "occupancy of the uniform policy" : "occupancy of the given policy", occupancy, byTransition: true);
    }

    /// <summary>Weights of your own. // weights: (states·actions)</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are zero.</exception>
    public static Coverage Of(string name, double[] weights)
    {
        for (var i = 0; i < weights.Length; i++)
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
                throw new ArgumentException($"Coverage '{name}' weighs pair {i} with {weights[i]}; a weight must be finite and not negative.", nameof(weights));
        if (!weights.Any(w => w > 0)) throw new ArgumentException($"Coverage '{name}' weighs every pair with 0; at least one must count.", nameof(weights));
        return new(name, [.. weights], byTransition: true);
    }

    /// <summary>Weights of pairs. // (states·actions)</summary>
    public double[] Pairs(TabularMdp mdp)
    {
        var count = mdp.States * mdp.Actions;
        if (pairs is null) return Ones(count);
        if (pairs.Length != count)
            throw new ArgumentException($"Coverage '{Name}' has {pairs.Length} weights; the process has {mdp.States} states × {mdp.Actions} actions = {count} pairs.");
        return [.. pairs];
    }

    /// <summary>Weights of the process's own entries. // (entries)</summary>
    public double[] Entries(TabularMdp mdp)
    {
        if (!byTransition) return Ones(mdp.Entries);
        var (of, weights) = (Pairs(mdp), new double[mdp.Entries]);
        for (var pair = 0; pair < of.Length; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) weights[k] = of[pair] * mdp.Probability[k];
        return weights;
    }

    /// <summary>Weights of all triples (s, a, s′), at (s·actions + a)·states + s′. // (states·actions·states)</summary>
    public double[] Triples(TabularMdp mdp)
    {
        if (!byTransition) return NotTerminal(mdp);
        var (of, weights) = (Pairs(mdp), new double[mdp.States * mdp.Actions * mdp.States]);
        for (var pair = 0; pair < of.Length; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) weights[pair * mdp.States + mdp.Next[k]] += of[pair] * mdp.Probability[k];
        return weights;
    }

    // Nothing ever happens from a terminal state, so its rows are no part of the comparison.
    private static double[] NotTerminal(TabularMdp mdp)
    {
        var weights = Ones(mdp.States * mdp.Actions * mdp.States);
        for (var s = 0; s < mdp.States; s++)
            if (mdp.IsTerminal(s)) weights.AsSpan(s * mdp.Actions * mdp.States, mdp.Actions * mdp.States).Clear();
        return weights;
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
