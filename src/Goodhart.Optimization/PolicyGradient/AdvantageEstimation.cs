namespace Goodhart.Optimization;

/// <summary>Generalised advantage estimation (Schulman et al. 2016) over the rows of a rollout, step·copies + copy.</summary>
public static class AdvantageEstimation
{
    /// <summary>
    /// δₜ = rₜ + γ·V(arrivedₜ)·[not terminated] − V(sₜ), Aₜ = δₜ + γλ·Aₜ₊₁·[episode goes on]. A truncated step bootstraps from the state it arrived at, a
    /// terminated one from nothing; after the last step the sum ends with δ.
    /// </summary>
    /// <param name="rewards">Reward of each step. // (rows)</param>
    /// <param name="values">V of the state before each step. // (rows)</param>
    /// <param name="arrived">V of the state each step arrived at, before any autoreset. // (rows)</param>
    /// <param name="terminated">Whether the step ended in a terminal state. // (rows)</param>
    /// <param name="truncated">Whether the step cut the episode off. // (rows)</param>
    /// <param name="copies">Rows of one step.</param>
    /// <param name="discount">γ, in [0, 1].</param>
    /// <param name="lambda">λ, in [0, 1].</param>
    /// <param name="advantages">The result. // (rows)</param>
    public static void Generalised(
        ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, ReadOnlySpan<float> arrived, ReadOnlySpan<bool> terminated, ReadOnlySpan<bool> truncated,
        int copies, double discount, double lambda, Span<float> advantages)
    {
        var γ = (float)discount;
        var decay = (float)(discount * lambda);
        for (var row = rewards.Length - 1; row >= 0; row--)
        {
            var δ = rewards[row] + (terminated[row] ? 0 : γ * arrived[row]) - values[row];
            var goesOn = !terminated[row] && !truncated[row] && row + copies < rewards.Length;
            advantages[row] = goesOn ? δ + decay * advantages[row + copies] : δ;
        }
    }

    /// <summary>(A − mean)/(standard deviation + 1e-8). Hides the scale of the reward, so anything weighed against the reward is subtracted before.</summary>
    public static void Normalise(Span<float> advantages)
    {
        double sum = 0, squares = 0;
        foreach (var a in advantages) sum += a;
        var mean = sum / advantages.Length;
        foreach (var a in advantages) squares += (a - mean) * (a - mean);
        var scale = 1 / (Math.Sqrt(squares / advantages.Length) + 1e-8);
        foreach (ref var a in advantages) a = (float)((a - mean) * scale);
    }

    /// <summary>1 − Var(returns − values)/Var(returns): 1 for a perfect critic, ≤ 0 for a useless one, NaN when all returns are equal.</summary>
    public static double ExplainedVariance(ReadOnlySpan<float> values, ReadOnlySpan<float> returns)
    {
        var errors = new float[values.Length];
        for (var i = 0; i < errors.Length; i++) errors[i] = returns[i] - values[i];
        var variance = Variance(returns);
        return variance > 0 ? 1 - Variance(errors) / variance : double.NaN;
    }

    private static double Variance(ReadOnlySpan<float> values)
    {
        double sum = 0, squares = 0;
        foreach (var v in values) sum += v;
        foreach (var v in values) squares += (v - sum / values.Length) * (v - sum / values.Length);
        return squares / values.Length;
    }
}
