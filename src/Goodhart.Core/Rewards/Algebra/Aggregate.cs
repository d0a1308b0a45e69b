namespace Goodhart;

/// <summary>How the scores of an ensemble's members for one sample become one score.</summary>
/// <remarks>"Reward Model Ensembles Help Mitigate Overoptimization" (2023): <see cref="Min"/> is WCO, <see cref="MeanMinusVariance"/> is UWO.</remarks>
public abstract record Aggregate
{
    private Aggregate() { }

    public sealed record Mean : Aggregate;

    public sealed record Median : Aggregate;

    /// <summary>The most pessimistic member (worst-case optimisation).</summary>
    public sealed record Min : Aggregate;

    public sealed record Max : Aggregate;

    /// <summary>mean − λ·variance (uncertainty-weighted optimisation).</summary>
    /// <param name="Lambda">λ ≥ 0 in 1/unit of the score; the paper: 0.5 for best-of-n (the default), 0.1 for policy gradients, 0.01 … 1 scanned.</param>
    /// <param name="Ddof">0 divides by k (the paper's best-of-n, the default), 1 by k − 1 (its policy gradients).</param>
    public sealed record MeanMinusVariance(float Lambda = 0.5f, int Ddof = 0) : Aggregate
    {
        internal override void Check(string name, int members) => CheckSpread(name, members, Lambda, Ddof);
    }

    /// <summary>mean − λ·standard deviation; unlike the variance it scales with the scores.</summary>
    /// <param name="Lambda">λ ≥ 0.</param>
    /// <param name="Ddof">0 divides by k (the default), 1 by k − 1.</param>
    public sealed record MeanMinusStd(float Lambda = 1, int Ddof = 0) : Aggregate
    {
        internal override void Check(string name, int members) => CheckSpread(name, members, Lambda, Ddof);
    }

    internal virtual void Check(string name, int members) { }

    private static void CheckSpread(string name, int members, float lambda, int ddof)
    {
        if (!(lambda >= 0) || float.IsInfinity(lambda)) throw new ArgumentException($"Ensemble '{name}': lambda must be finite and not negative, was {lambda}.");
        if (ddof is not (0 or 1)) throw new ArgumentException($"Ensemble '{name}': ddof must be 0 or 1, was {ddof}.");
        if (members <= ddof) throw new ArgumentException($"Ensemble '{name}' has {members} member, whose variance with ddof {ddof} is undefined; expected at least 2.");
    }
}
