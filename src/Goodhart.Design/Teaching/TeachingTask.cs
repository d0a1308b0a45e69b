using Goodhart.Worlds.Tabular;

namespace Goodhart.Design;

/// <summary>What a teacher who knows the optimal policy has to convey: which action is right in each state, and by how much.</summary>
public sealed class TeachingTask
{
    private const double Tie = 1e-9;

    /// <param name="mdp">The process.</param>
    /// <param name="reward">R̄(s, a), what is wanted. // (states·actions)</param>
    /// <param name="gamma">Discount in [0, 1).</param>
    /// <param name="target">The action to convey in each state; null for the first optimal one. // (states)</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or an action is none of the process.</exception>
    public TeachingTask(TabularMdp mdp, double[] reward, double gamma, int[]? target = null)
    {
        Ensure.SameLength(reward.Length, mdp.States * mdp.Actions);
        if (!(gamma is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(gamma), $"gamma must be in [0, 1), was {gamma}.");
        (Mdp, Reward, Gamma) = (mdp, reward, gamma);
        (Q, V) = Solve.Optimal(mdp, reward, gamma);
        Target = target ?? Greedy();
        Ensure.SameLength(Target.Length, mdp.States);
        foreach (var action in Target) Ensure.InRange(action, 0, mdp.Actions - 1, nameof(target));
        Gap = [.. Enumerable.Range(0, mdp.States).Select(GapOf)];
    }

    public TabularMdp Mdp { get; }

    /// <summary>R̄(s, a). // (states·actions)</summary>
    public double[] Reward { get; }

    public double Gamma { get; }

    /// <summary>Q* under R̄. // (states·actions)</summary>
    public double[] Q { get; }

    /// <summary>V* under R̄. // (states)</summary>
    public double[] V { get; }

    /// <summary>π*(s). // (states)</summary>
    public int[] Target { get; }

    /// <summary>
    /// δ(s): least amount by which the target action beats one that is worse, over 1 + 1e-5, so that R̄ itself keeps every constraint; 0 where none is worse. // (states)
    /// </summary>
    public double[] Gap { get; }

    /// <summary>Whether an action is clearly worse than the target's under R̄.</summary>
    public bool IsWorse(int state, int action) => !Mdp.IsTerminal(state) && Short(state, action) > Tie * Scale;

    /// <summary>Whether an action other than the target's is exactly as good under R̄.</summary>
    public bool IsTied(int state, int action) => !Mdp.IsTerminal(state) && action != Target[state] && Math.Abs(Short(state, action)) <= Tie * Scale;

    /// <summary>γ E[V*(s′)] − V*(s) + R̄: shaped by the optimal value, it shows every gap at once (I = 0) and is dense. // (states·actions)</summary>
    public double[] ValueShaped()
    {
        var shaped = Solve.QValues(Mdp, Reward, V, Gamma);
        for (var pair = 0; pair < shaped.Length; pair++)
            if (!Mdp.IsTerminal(pair / Mdp.Actions)) shaped[pair] -= V[pair / Mdp.Actions];
        return shaped;
    }

    /// <summary>Whether in every state whatever is best under another reward, solved exactly, is the target's action or exactly as good under R̄. // (states·actions)</summary>
    public bool IsKeptBy(ReadOnlySpan<double> reward)
    {
        var policy = Solve.Greedy(Mdp, Solve.Optimal(Mdp, reward, Gamma).Q, splitTies: true);
        for (var s = 0; s < Mdp.States; s++)
            for (var a = 0; a < Mdp.Actions && !Mdp.IsTerminal(s); a++)
                if (policy.At(s)[a] > 0 && a != Target[s] && !IsTied(s, a)) return false;
        return true;
    }

    private double Scale => Math.Max(Q.Max(Math.Abs), 1e-12);

    private double Short(int state, int action) => Q[state * Mdp.Actions + Target[state]] - Q[state * Mdp.Actions + action];

    private int[] Greedy()
    {
        var policy = Solve.Greedy(Mdp, Q, splitTies: false);
        return [.. Enumerable.Range(0, Mdp.States).Select(s => policy.At(s).IndexOf(1.0) is >= 0 and var a ? a : 0)];
    }

    private double GapOf(int state)
    {
        var least = double.PositiveInfinity;
        for (var a = 0; a < Mdp.Actions; a++)
            if (IsWorse(state, a)) least = Math.Min(least, Short(state, a));
        return double.IsInfinity(least) ? 0 : least / (1 + 1e-5);
    }
}
