using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Tabular;

/// <summary>π(a|s) = exp θ(s, a) / Σ exp θ(s, ·): a policy of one parameter per state and action, whose gradients are exact.</summary>
public sealed class SoftmaxTable
{
    /// <summary>The uniform policy, θ = 0.</summary>
    public SoftmaxTable(int states, int actions)
    {
        (States, Actions) = (Ensure.Positive(states), Ensure.Positive(actions));
        Theta = new double[States * Actions];
    }

    public int States { get; }

    public int Actions { get; }

    /// <summary>θ(s, a) at s·actions + a. // (states·actions)</summary>
    public double[] Theta { get; }

    /// <summary>π(·|s). // probabilities: (actions)</summary>
    public void Probabilities(int state, Span<double> probabilities)
    {
        Ensure.SameLength(probabilities.Length, Actions);
        var row = Theta.AsSpan(state * Actions, Actions);
        double largest = row[0], sum = 0;
        foreach (var θ in row) largest = Math.Max(largest, θ);
        for (var a = 0; a < row.Length; a++) sum += probabilities[a] = Math.Exp(row[a] - largest);
        for (var a = 0; a < row.Length; a++) probabilities[a] /= sum;
    }

    /// <summary>log π(a|s).</summary>
    public double LogProbability(int state, int action)
    {
        var row = Theta.AsSpan(state * Actions, Actions);
        double largest = row[0], sum = 0;
        foreach (var θ in row) largest = Math.Max(largest, θ);
        foreach (var θ in row) sum += Math.Exp(θ - largest);
        return row[action] - largest - Math.Log(sum);
    }

    /// <summary>gradient += weight·∇θ log π(a|s), which is 1{b = a} − π(b|s) in row s and 0 elsewhere. // gradient: (states·actions)</summary>
    public void AddLogGradient(int state, int action, double weight, Span<double> gradient)
    {
        Ensure.SameLength(gradient.Length, Theta.Length);
        Span<double> probabilities = stackalloc double[Actions];
        Probabilities(state, probabilities);
        var row = gradient.Slice(state * Actions, Actions);
        for (var b = 0; b < row.Length; b++) row[b] -= weight * probabilities[b];
        row[action] += weight;
    }

    /// <summary>An action drawn from π(·|s).</summary>
    public int Draw(int state, Generator rng)
    {
        Span<double> probabilities = stackalloc double[Actions];
        Probabilities(state, probabilities);
        return rng.Choose(probabilities);
    }

    /// <summary>The policy as a table of probabilities, which later changes of θ leave as it is.</summary>
    public TabularPolicy ToPolicy()
    {
        var probabilities = new double[Theta.Length];
        for (var s = 0; s < States; s++) Probabilities(s, probabilities.AsSpan(s * Actions, Actions));
        return new(Actions, probabilities);
    }
}
