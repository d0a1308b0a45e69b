using Goodhart.Statistics;

namespace Goodhart.Audit.Mismatch;

/// <summary>What a link of the chain came to.</summary>
public enum LinkStatus
{
    /// <summary>Too few runs, or a measure that does not vary.</summary>
    Insufficient,

    /// <summary>The interval lies above the bound: better on one side goes with better on the other.</summary>
    Holds,

    /// <summary>The interval reaches across the bound.</summary>
    Unsure,

    /// <summary>The whole interval lies below the bound.</summary>
    Broken,
}

/// <summary>How one stage's measure goes with the next one's, over runs.</summary>
/// <param name="Name">L1 … L4 of the audit.</param>
/// <param name="Recipe">The recipe whose runs were compared; null for all runs pooled.</param>
/// <param name="X">The earlier measure.</param>
/// <param name="Y">The later measure.</param>
/// <param name="Runs">Runs compared.</param>
/// <param name="Spearman">Rank correlation, with a bootstrap interval over runs.</param>
/// <param name="Kendall">τ-b, likewise.</param>
/// <param name="Partial">Rank correlation with the covariates held fixed; null where there is none.</param>
/// <param name="Status">What it came to.</param>
public sealed record Link(string Name, string? Recipe, string X, string Y, int Runs, Interval Spearman, Interval Kendall, Interval? Partial, LinkStatus Status)
{
    public override string ToString() => $"{Name} {X} → {Y}{(Recipe is null ? " (pooled)" : $" ({Recipe})")}: ρ = {Spearman.Estimate:F2} [{Spearman.Low:F2}, {Spearman.High:F2}], {Runs} runs, {Status}";
}
