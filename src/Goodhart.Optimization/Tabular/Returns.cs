namespace Goodhart.Optimization.Tabular;

/// <summary>Discounted sums of rewards.</summary>
public static class Returns
{
    /// <summary>Gₜ = rₜ + γ·Gₜ₊₁ of every step of one episode; nothing follows the last. // returns: (steps)</summary>
    public static void ToGo(ReadOnlySpan<TabularStep> episode, double gamma, Span<double> returns)
    {
        Ensure.SameLength(returns.Length, episode.Length);
        var follows = 0.0;
        for (var t = episode.Length - 1; t >= 0; t--) returns[t] = follows = episode[t].Reward + gamma * follows;
    }
}
