namespace Goodhart.Optimization.Bilevel;

/// <summary>Options of <see cref="RewardTuner"/>.</summary>
/// <param name="Episodes">Episodes in all, inner and outer together.</param>
/// <param name="Batch">Episodes per step.</param>
/// <param name="Horizon">Steps of an episode.</param>
/// <param name="Gamma">Discount γ of what is wanted, in [0, 1]; the outer level never uses another.</param>
/// <param name="WarmUp">Inner steps before the first outer one (E).</param>
/// <param name="Inner">Inner steps between two outer ones (N_i); with too few, the policy is not where the implicit gradient supposes it.</param>
/// <param name="InnerRate">Step size of the policy.</param>
/// <param name="OuterRate">Length of a step of the weights: the outer gradient is normalised. Longer steps run into traps before the policy shows what they are.</param>
/// <param name="Lambda">λ of the inner regulariser −λθ, &gt; 0; it keeps the fixed point well defined.</param>
/// <param name="Largest">Weights stay within ± this; without a bound only their scale would grow.</param>
/// <param name="LearnDiscount">Whether the inner discount, sigmoid(ψ), is learned too; it begins at γ.</param>
/// <param name="DiscountWeight">λ_g, the price of the inner discount: larger means shorter sight.</param>
/// <param name="Restart">Policy begins anew every so many outer steps; 0 never. A remedy where it has locked itself into a loop.</param>
/// <param name="Sign">1; −1 turns the implicit gradient round, for a negative control.</param>
public sealed record BilevelOptions(
    int Episodes = 6000, int Batch = 8, int Horizon = 40, double Gamma = 0.97, int WarmUp = 15, int Inner = 15, double InnerRate = 0.5, double OuterRate = 0.05, double Lambda = 0.01,
    double Largest = 3, bool LearnDiscount = false, double DiscountWeight = 0, int Restart = 0, double Sign = 1)
{
    internal BilevelOptions Checked()
    {
        Ensure.Positive(Episodes);
        Ensure.Positive(Batch);
        Ensure.Positive(Horizon);
        Ensure.InRange(Gamma, 0, 1);
        Ensure.NotNegative(WarmUp);
        Ensure.Positive(Inner);
        Ensure.Positive(InnerRate);
        Ensure.NotNegative(OuterRate);
        Ensure.Positive(Lambda);
        Ensure.Positive(Largest);
        Ensure.NotNegative(DiscountWeight);
        Ensure.NotNegative(Restart);
        return this;
    }
}
