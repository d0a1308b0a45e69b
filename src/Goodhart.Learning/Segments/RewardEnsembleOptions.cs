namespace Goodhart.Learning.Segments;

/// <param name="Members">Networks, &gt; 0; 3 in PEBBLE (2021).</param>
/// <param name="Width">Units of a hidden layer; 256 in PEBBLE, 32 here, for small worlds.</param>
/// <param name="Depth">Hidden layers; 3 in PEBBLE, 2 here.</param>
/// <param name="LearningRate">Of Adam, &gt; 0; 3e-4 in PEBBLE, more here since there are fewer updates.</param>
/// <param name="Minibatch">Comparisons of an update, &gt; 0; 128 in PEBBLE.</param>
/// <param name="Passes">Passes over all comparisons at most, per <see cref="RewardEnsemble.Fit"/>; 50 to 200 updates in PEBBLE.</param>
/// <param name="LeastPasses">Passes at least: a few comparisons are soon agreed with, by a hair.</param>
/// <param name="Enough">Share of comparisons a member gets right at which it stops; .97 in PEBBLE.</param>
public sealed record RewardEnsembleOptions(
    int Members = 3, int Width = 32, int Depth = 2, double LearningRate = 1e-3, int Minibatch = 128, int Passes = 50, int LeastPasses = 5, double Enough = .97)
{
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    internal RewardEnsembleOptions Checked()
    {
        Ensure.Positive(Members);
        Ensure.Positive(Width);
        Ensure.NotNegative(Depth);
        Ensure.Positive(LearningRate);
        Ensure.Positive(Minibatch);
        Ensure.Positive(Passes);
        Ensure.InRange(LeastPasses, 0, Passes);
        Ensure.InRange(Enough, 0, 1);
        return this;
    }
}
