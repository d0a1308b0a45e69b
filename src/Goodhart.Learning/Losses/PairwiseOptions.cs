namespace Goodhart.Learning;

/// <param name="Temperature">τ &gt; 0 that leads are divided by; 1 for Bradley–Terry, 0.1 for preference embeddings (GPM, 2024).</param>
/// <param name="Centring">c ≥ 0 of c·(r₁ + r₂)², which keeps scores near 0; off by default, 0.01 recommended (TRL).</param>
/// <param name="Shrinkage">λ ≥ 0 of ½λ·(r₁² + r₂²); 0.001 in the experiments on ensembles (2023), off by default.</param>
public sealed record PairwiseOptions(double Temperature = 1, double Centring = 0, double Shrinkage = 0)
{
    public double Temperature { get; init; } = Ensure.Positive(Temperature);

    public double Centring { get; init; } = Ensure.NotNegative(Centring);

    public double Shrinkage { get; init; } = Ensure.NotNegative(Shrinkage);

    /// <summary>What a target of exactly ½ means.</summary>
    public Ties Ties { get; init; } = new Ties.Half();
}
