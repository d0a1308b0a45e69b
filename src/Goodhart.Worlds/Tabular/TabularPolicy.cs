namespace Goodhart.Worlds.Tabular;

/// <summary>A table of action probabilities π(a|s).</summary>
public sealed class TabularPolicy : IPolicy
{
    /// <param name="actions">Number of actions.</param>
    /// <param name="probabilities">π(a|s) at s·actions + a; each state's sum to 1. // (states·actions)</param>
    public TabularPolicy(int actions, double[] probabilities)
    {
        Actions = Ensure.Positive(actions);
        Probabilities = probabilities;
        if (probabilities.Length % actions != 0) throw new ArgumentException($"{probabilities.Length} probabilities do not divide by {actions} actions.");
    }

    public int Actions { get; }

    public int States => Probabilities.Length / Actions;

    /// <summary>π(a|s) at s·actions + a. // (states·actions)</summary>
    public double[] Probabilities { get; }

    /// <summary>π(·|s). // (actions)</summary>
    public Span<double> At(int state) => Probabilities.AsSpan(state * Actions, Actions);

    public void Act(Situations now, Generator rng, Span<float> actions)
    {
        for (var i = 0; i < now.Count; i++) actions[i] = rng.Choose(At(now.States[i]));
    }
}
