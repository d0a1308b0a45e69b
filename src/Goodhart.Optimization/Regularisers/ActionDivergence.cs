using Goodhart.Models;
using Goodhart.Worlds;
using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>Divergence of action distributions, D(π(·|s), base(·|s)).</summary>
public enum ActionDivergenceKind { Kl, ChiSquared, SqrtChiSquared }

/// <summary>
/// Regularises action distributions state by state: adds coefficient/(1 − γ)·mean D(π(·|s), base(·|s)) to the loss.
/// The baseline of "Correlated Proxies" (2024), which constrains what is done in a state but not which states are reached.
/// </summary>
/// <param name="base">The policy held on to; it must cover every action the trained policy may take.</param>
/// <param name="kind">The divergence. χ² entries that are infinite count as KL instead.</param>
/// <param name="coefficient">Weight, ≥ 0.</param>
public sealed class ActionDivergence(IDistributionPolicy @base, ActionDivergenceKind kind, double coefficient) : ILossPenalty
{
    private readonly double coefficient = Ensure.NotNegative(coefficient);

    public string Name => "action divergence";

    public IPolicy Base => @base;

    public IReadOnlyList<Figure> Metrics => [];

    public LossTerm Begin(RolloutContext rollout)
    {
        using var still = no_grad();
        var reference = @base.Distribution(rollout.Batch);
        var scale = coefficient / (1 - rollout.Discount);
        return (now, rows) => scale * Divergence(kind, now, reference.Rows(rows));
    }

    public void Save(BinaryWriter writer) { }

    public void Load(BinaryReader reader) { }

    /// <summary>One divergence per row, infinite χ² replaced by KL. // → (n)</summary>
    /// <remarks>√χ² is √(χ² + 1e-8): the root has no gradient where the policies agree.</remarks>
    public static Tensor Divergence(ActionDivergenceKind kind, ActionDistribution policy, ActionDistribution reference)
    {
        var kl = policy.Kl(reference);
        if (kind is ActionDivergenceKind.Kl) return kl;
        var chi = policy.ChiSquared(reference);
        var finite = chi.isfinite();
        var safe = where(finite, chi, 0);
        return where(finite, kind is ActionDivergenceKind.ChiSquared ? safe : (safe.clamp_min(0) + 1e-8).sqrt(), kl);
    }
}
