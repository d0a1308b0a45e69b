using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>One distribution over actions per row of a batch: the categorical, Gaussian or Beta functions bound to their parameters.</summary>
/// <remarks>Divergences need two distributions of one kind over one action space.</remarks>
public abstract class ActionDistribution
{
    /// <summary>ln π(a). // actions: (n, action width) → (n)</summary>
    public abstract Tensor LogProbability(Tensor actions);

    /// <summary>// → (n)</summary>
    public abstract Tensor Entropy();

    /// <summary>KL(this‖other). // → (n)</summary>
    public abstract Tensor Kl(ActionDistribution other);

    /// <summary>χ²(this‖other), infinite where this is not covered. // → (n)</summary>
    public abstract Tensor ChiSquared(ActionDistribution other);

    /// <summary>Draws one action per row. // actions: (action width × n)</summary>
    public abstract void Sample(Generator rng, Span<float> actions);

    /// <summary>The distributions of some rows. // index: (m), whole numbers</summary>
    public abstract ActionDistribution Rows(Tensor index);

    private protected static T Same<T>(ActionDistribution other) where T : ActionDistribution => other as T
        ?? throw new ArgumentException($"Divergence between unlike action distributions: expected {typeof(T).Name}, was {other.GetType().Name}.", nameof(other));
}

/// <param name="logits">Unnormalised log-probabilities; −∞ for an action never taken. // (n, actions)</param>
public sealed class CategoricalActions(Tensor logits) : ActionDistribution
{
    public Tensor Logits => logits;

    public override Tensor LogProbability(Tensor actions) => Categorical.LogProbability(logits, actions.squeeze(1));

    public override Tensor Entropy() => Categorical.Entropy(logits);

    public override Tensor Kl(ActionDistribution other) => Categorical.Kl(logits, Same<CategoricalActions>(other).Logits);

    public override Tensor ChiSquared(ActionDistribution other) => Categorical.ChiSquared(logits, Same<CategoricalActions>(other).Logits);

    public override void Sample(Generator rng, Span<float> actions)
    {
        using var rows = logits.contiguous();
        Categorical.Sample(rows.Floats(), rng, actions);
        GC.KeepAlive(this);   // a span does not keep the memory it shows
    }

    public override ActionDistribution Rows(Tensor index) => new CategoricalActions(logits.index_select(0, index));
}

/// <param name="mean">Means. // (n, k)</param>
/// <param name="logDeviation">Natural logarithms of the standard deviations. // (n, k)</param>
/// <remarks>Unbounded: a world whose actions are a box clips them itself, the density is that of the unclipped action.</remarks>
public sealed class GaussianActions(Tensor mean, Tensor logDeviation) : ActionDistribution
{
    public Tensor Mean => mean;

    public Tensor LogDeviation => logDeviation;

    public override Tensor LogProbability(Tensor actions) => DiagonalGaussian.LogProbability(mean, logDeviation, actions);

    public override Tensor Entropy() => DiagonalGaussian.Entropy(logDeviation);

    public override Tensor Kl(ActionDistribution other)
    {
        var q = Same<GaussianActions>(other);
        return DiagonalGaussian.Kl(mean, logDeviation, q.Mean, q.LogDeviation);
    }

    public override Tensor ChiSquared(ActionDistribution other)
    {
        var q = Same<GaussianActions>(other);
        return DiagonalGaussian.ChiSquared(mean, logDeviation, q.Mean, q.LogDeviation);
    }

    public override void Sample(Generator rng, Span<float> actions)
    {
        using Tensor means = mean.contiguous(), deviations = logDeviation.contiguous();
        DiagonalGaussian.Sample(means.Floats(), deviations.Floats(), (int)mean.shape[1], rng, actions);
        GC.KeepAlive(this);
    }

    public override ActionDistribution Rows(Tensor index) => new GaussianActions(mean.index_select(0, index), logDeviation.index_select(0, index));
}

/// <param name="alpha">First shape parameters. // (n, k)</param>
/// <param name="beta">Second shape parameters. // (n, k)</param>
/// <param name="low">Lower bounds of the box. // (k)</param>
/// <param name="high">Upper bounds of the box. // (k)</param>
public sealed class BetaActions(Tensor alpha, Tensor beta, Tensor low, Tensor high) : ActionDistribution
{
    public Tensor Alpha => alpha;

    public Tensor Beta => beta;

    public override Tensor LogProbability(Tensor actions) => ScaledBeta.LogProbability(alpha, beta, low, high, actions);

    public override Tensor Entropy() => ScaledBeta.Entropy(alpha, beta, low, high);

    public override Tensor Kl(ActionDistribution other)
    {
        var q = Same<BetaActions>(other);
        return ScaledBeta.Kl(alpha, beta, q.Alpha, q.Beta);
    }

    public override Tensor ChiSquared(ActionDistribution other)
    {
        var q = Same<BetaActions>(other);
        return ScaledBeta.ChiSquared(alpha, beta, q.Alpha, q.Beta);
    }

    public override void Sample(Generator rng, Span<float> actions)
    {
        using Tensor first = alpha.contiguous(), second = beta.contiguous();
        ScaledBeta.Sample(first.Floats(), second.Floats(), low.Floats(), high.Floats(), rng, actions);
        GC.KeepAlive(this);
    }

    public override ActionDistribution Rows(Tensor index) => new BetaActions(alpha.index_select(0, index), beta.index_select(0, index), low, high);
}
