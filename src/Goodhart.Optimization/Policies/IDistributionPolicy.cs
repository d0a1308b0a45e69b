using Goodhart.Models;
using Goodhart.Worlds;

namespace Goodhart.Optimization;

/// <summary>A policy that can say how it would choose, not only choose.</summary>
public interface IDistributionPolicy : IPolicy
{
    /// <summary>π(·|s) of each situation; its tensors belong to the caller's dispose scope.</summary>
    ActionDistribution Distribution(Situations now);
}
