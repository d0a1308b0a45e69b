namespace Goodhart.Optimization.ValueBased;

/// <summary>Options of <see cref="QLearning"/>. The defaults train a policy on a grid of some hundred states in a few milliseconds.</summary>
/// <param name="LearningRate">α, in (0, 1].</param>
/// <param name="Discount">γ, in [0, 1].</param>
/// <param name="Epsilon">Probability of a random action in the first episode, in [0, 1].</param>
/// <param name="FinalEpsilon">The same in the last episode; linear in between.</param>
/// <param name="Episodes">Episodes over which ε falls; further ones keep the final ε.</param>
/// <param name="Horizon">Steps after which an episode is cut off, &gt; 0. The state it is cut off in is bootstrapped from.</param>
/// <param name="InitialValue">Q before anything is known. Above what can be earned it is optimistic, so that everything is tried once.</param>
/// <param name="CountBonus">
/// Weight of the curiosity bonus 1/√(1 + n(s′)) that is added to the reward, n counting earlier arrivals in s′ and terminal states earning none, ≥ 0. It leads the
/// learner, not what it is measured by. ExploRS (Devidze et al. 2022) uses 1.
/// </param>
/// <param name="RandomTies">Equally good actions are drawn from; else the first is taken, which can keep a learner without any signal in one corner for ever.</param>
/// <param name="ReplayBackwards">Learn after the episode, from its end to its start, which carries a late reward to the start in one episode (as ExploRS does with α = 0.1, ε = 0.05).</param>
public sealed record QLearningOptions(
    double LearningRate = .3, double Discount = .97, double Epsilon = .5, double FinalEpsilon = .05, int Episodes = 800, int Horizon = 50,
    double InitialValue = 0, double CountBonus = 0, bool RandomTies = true, bool ReplayBackwards = false)
{
    /// <summary>ε of the <paramref name="episode"/>-th episode, from 0.</summary>
    public double EpsilonAt(int episode) =>
        Episodes == 1 ? Epsilon : Epsilon + (FinalEpsilon - Epsilon) * Math.Min(1, (double)episode / (Episodes - 1));

    /// <summary>Itself, where every option is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    public QLearningOptions Checked()
    {
        Ensure.InRange(Ensure.Positive(LearningRate), 0, 1, nameof(LearningRate));
        Ensure.InRange(Discount, 0, 1);
        Ensure.InRange(Epsilon, 0, 1);
        Ensure.InRange(FinalEpsilon, 0, 1);
        Ensure.Positive(Episodes);
        Ensure.Positive(Horizon);
        Ensure.NotNegative(CountBonus);
        if (!double.IsFinite(InitialValue)) throw new ArgumentOutOfRangeException(nameof(InitialValue), $"InitialValue must be finite, was {InitialValue}.");
        return this;
    }
}
