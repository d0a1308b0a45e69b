using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>The one loss of comparisons: Bradley–Terry (1952) with soft labels, margins, weights, a temperature, ties and centring.</summary>
/// <remarks>
/// With d = (r₂ − r₁ − s·m)/τ, where s is +1 or −1 as the target leans to the second or the first, the loss is w·[−t·log σ(d) − (1 − t)·log σ(−d)]
/// + c·(r₁ + r₂)² + ½λ·(r₁² + r₂²). Nothing is reduced, so that whoever trains decides what is averaged.
/// </remarks>
public static class Pairwise
{
    /// <summary>Negative log-likelihood of every comparison. // (pairs)</summary>
    /// <param name="first">Scores of the first items. // (pairs)</param>
    /// <param name="second">Scores of the second items. // (pairs)</param>
    /// <param name="target">Probability that the second is better: 0, 1, ½ for a tie, or a soft label. // (pairs)</param>
    /// <param name="options">Temperature, ties, centring.</param>
    /// <param name="margin">By how much the better one should lead, in the score's unit; negative where it may trail. // (pairs)</param>
    /// <param name="weight">Factor of each pair's likelihood; centring is not weighted. // (pairs)</param>
    public static Tensor Loss(Tensor first, Tensor second, Tensor target, PairwiseOptions? options = null, Tensor? margin = null, Tensor? weight = null)
    {
        options ??= new();
        var loss = LeadLoss(second - first, target, options, margin, weight);
        if (options.Centring > 0) loss += options.Centring * (first + second).square();
        if (options.Shrinkage > 0) loss += options.Shrinkage / 2 * (first.square() + second.square());
        return loss;
    }

    /// <summary>As <see cref="Loss"/>, of leads that are not differences of scores, such as a skew-symmetric preference score. // (pairs)</summary>
    /// <param name="lead">By how much the second leads. // (pairs)</param>
    public static Tensor LeadLoss(Tensor lead, Tensor target, PairwiseOptions? options = null, Tensor? margin = null, Tensor? weight = null)
    {
        options ??= new();
        if (margin is not null) lead = lead - margin * (target - 0.5f).sign();
        if (options.Temperature != 1) lead = lead / options.Temperature;
        var loss = options.Ties switch
        {
            Ties.RaoKupper ties => RaoKupper(lead, target, ties.Threshold),
            Ties.Davidson ties => Davidson(lead, target, Math.Log(ties.Weight)),
            Ties.Square ties => where(target.eq(0.5f), ties.Weight * lead.square(), Halves(lead, target)),
            _ => Halves(lead, target),
        };
        return weight is null ? loss : loss * weight;
    }

    /// <summary>Probability that the second is better, under Bradley–Terry. // (pairs)</summary>
    public static Tensor SecondWins(Tensor first, Tensor second) => (second - first).sigmoid();

    // −t·log σ(d) − (1 − t)·log σ(−d) in one stable operation.
    private static Tensor Halves(Tensor lead, Tensor target) =>
        nn.functional.binary_cross_entropy_with_logits(lead, target, reduction: nn.Reduction.None);

    // P(tie) = (e^2η − 1)·σ(d − η)·σ(−d − η); a soft label mixes the two ways of winning.
    private static Tensor RaoKupper(Tensor lead, Tensor target, double η)
    {
        Tensor second = nn.functional.softplus(η - lead), first = nn.functional.softplus(η + lead);   // −log P of each winning
        return where(target.eq(0.5f), second + first - Math.Log(Math.Exp(2 * η) - 1), target * second + (1 - target) * first);
    }

    private static Tensor Davidson(Tensor lead, Tensor target, double logν)
    {
        var half = lead / 2;
        var all = logaddexp(logaddexp(half, -half), full_like(half, logν));
        return all - where(target.eq(0.5f), full_like(half, logν), target * half - (1 - target) * half);
    }
}
