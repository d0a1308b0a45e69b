using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>Objectives of policy-gradient updates, one value per sample.</summary>
public static class Surrogate
{
    /// <summary>PPO's clipped objective (2017, eq. 7), to be maximised: min(ρA, clip(ρ, 1 − ε, 1 + ε)A). // all: (n)</summary>
    /// <param name="ratio">ρ = π(a|s)/π_old(a|s).</param>
    /// <param name="advantages">A.</param>
    /// <param name="clip">ε.</param>
    public static Tensor Clipped(Tensor ratio, Tensor advantages, double clip) =>
        minimum(ratio * advantages, ratio.clamp(1 - clip, 1 + clip) * advantages);

    /// <summary>½(V − R)², to be minimised. // all: (n)</summary>
    public static Tensor ValueLoss(Tensor values, Tensor returns) => .5 * (values - returns).square();

    /// <summary>KL(π_old‖π) by the estimator (ρ − 1) − ln ρ over samples of π_old (Schulman's K3). // all: (n)</summary>
    public static Tensor ApproximateKl(Tensor logRatio) => logRatio.exp() - 1 - logRatio;
}
