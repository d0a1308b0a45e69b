namespace Goodhart.Studies;

/// <summary>The base policy of a study: where the arms start and what their drift is measured from.</summary>
public abstract record BaseOptions
{
    private BaseOptions() { }

    /// <summary>Every action equally likely.</summary>
    public sealed record Uniform : BaseOptions;

    /// <summary>Trained by PPO, without a regulariser.</summary>
    /// <param name="Reward">Name among the world's rewards.</param>
    /// <param name="Steps">Environment steps, > 0.</param>
    public sealed record Trained(string Reward, long Steps) : BaseOptions;

    /// <summary>Tabular worlds: π(a|s) = (1 − mix)·softmax_a(Q*(s, a)/temperature) + mix/|A|, with Q* of the reward.</summary>
    /// <param name="Reward">Name among the world's rewards.</param>
    /// <param name="Temperature">In units of the return, > 0.</param>
    /// <param name="Mix">In [0, 1]; above 0 every action keeps some mass, so that divergences from the base stay finite.</param>
    public sealed record Soft(string Reward, double Temperature = 0.1, double Mix = 0.1) : BaseOptions;
}
