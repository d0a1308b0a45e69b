namespace Goodhart.Optimization.Tabular;

/// <summary>Options of <see cref="Reinforce"/>. The defaults are those of ExploRS's tabular learner (Devidze et al. 2022).</summary>
/// <param name="LearningRate">Step along the gradient, &gt; 0.</param>
/// <param name="Discount">γ, in [0, 1].</param>
/// <param name="Horizon">Steps after which an episode is cut off, &gt; 0.</param>
/// <param name="Every">Episodes between two updates, &gt; 0.</param>
/// <param name="Latest">Episodes an update averages over, the latest ones, &gt; 0. Older ones were drawn from an older policy; the small bias is the original's.</param>
/// <param name="CountBonus">Weight of the curiosity bonus 1/√(1 + n(s′)) in the rewards learnt from, n counting earlier arrivals, ≥ 0; terminal states earn none.</param>
/// <param name="PerStep">Divide the gradient by the steps of the episodes instead of by their number, as the original of ExploRS does; its rate of 0.1 means that.</param>
public sealed record ReinforceOptions(double LearningRate = .1, double Discount = .99, int Horizon = 50, int Every = 2, int Latest = 5, double CountBonus = 0, bool PerStep = false)
{
    /// <summary>Itself, where every option is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    public ReinforceOptions Checked()
    {
        Ensure.Positive(LearningRate);
        Ensure.InRange(Discount, 0, 1);
        Ensure.Positive(Horizon);
        Ensure.Positive(Every);
        Ensure.Positive(Latest);
        Ensure.NotNegative(CountBonus);
        return this;
    }
}
