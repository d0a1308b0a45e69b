namespace Goodhart.Audit.Mismatch;

/// <summary>One policy that was optimised against one reward model, and what came of it.</summary>
/// <param name="Model">The reward model.</param>
/// <param name="Recipe">How the policy was optimised against it, such as "β = 0.1": links hold within a recipe, not across.</param>
/// <param name="Accuracy">Share of held-out preferences that the reward model orders right, in [0, 1].</param>
/// <param name="Reward">What the reward model gives the policy's samples.</param>
public sealed record AlignmentRun(string Model, string Recipe, double Accuracy, double Reward)
{
    /// <summary>Accuracy measured again on pairs of the policy's own samples, in [0, 1]; null where nobody did.</summary>
    public double? OnPolicyAccuracy { get; init; }

    /// <summary>Divergence of the policy from its reference in nats; null where it was not measured.</summary>
    public double? Kl { get; init; }

    /// <summary>What else was measured of the policy, by name: gold, refusals, length, a judge's win rate.</summary>
    public IReadOnlyDictionary<string, double> Evaluations { get; init; } = new Dictionary<string, double>();
}
