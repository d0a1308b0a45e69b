namespace Goodhart.Optimization.SelfShaping;

/// <summary>Options of <see cref="SelfShapingReward"/>; the defaults are those of ExploRS's tabular experiments (Devidze et al. 2022).</summary>
/// <param name="RewardRate">η of φ, ≥ 0; 0 leaves φ at 0, so that nothing is learnt about the reward (ExploB, or the original reward).</param>
/// <param name="CriticRate">Step of V towards the mean return, in [0, 1].</param>
/// <param name="Discount">γ of the returns, in [0, 1].</param>
/// <param name="Every">Episodes between two updates (N_r), &gt; 0.</param>
/// <param name="Buffer">Latest episodes an update looks at, &gt; 0.</param>
/// <param name="Clip">φ stays within ± this, &gt; 0. The original clips at 0.01 for Q-learning, whose bootstrapping would pile φ up, and not for REINFORCE.</param>
/// <param name="ShuffleReturns">A control: the buffer's returns are dealt out anew among its steps, so that φ learns from noise of the right size.</param>
public sealed record SelfShapingOptions(
    double RewardRate = .01, double CriticRate = .01, double Discount = .99, int Every = 5, int Buffer = 10, double Clip = double.PositiveInfinity, bool ShuffleReturns = false)
{
    /// <summary>Itself, where every option is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    public SelfShapingOptions Checked()
    {
        Ensure.NotNegative(RewardRate);
        Ensure.InRange(CriticRate, 0, 1);
        Ensure.InRange(Discount, 0, 1);
        Ensure.Positive(Every);
        Ensure.Positive(Buffer);
        Ensure.Positive(Clip);
        return this;
    }
}
