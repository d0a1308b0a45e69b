namespace Goodhart.Studies;

/// <summary>One reward of a weighted sum.</summary>
/// <param name="Reward">Name among the world's rewards.</param>
/// <param name="Weight">Finite, not 0.</param>
public sealed record RewardTerm(string Reward, double Weight = 1);
