namespace Goodhart.Models;

/// <param name="Width">Units of a hidden layer, &gt; 0; 32 in the experiments on ensembles ("Reward Model Ensembles", 2023, small worlds).</param>
/// <param name="Depth">Hidden layers, ≥ 0; 0 is a linear score.</param>
/// <param name="Activation">Between layers.</param>
/// <param name="Outputs">Columns of an output row per tower, &gt; 0.</param>
/// <param name="Towers">Networks side by side on the same input, &gt; 0: heads that share nothing. Their outputs stand one after another.</param>
/// <param name="InitialScale">s of initial weights N(0, s²/fan-in), ≥ 0; biases start at 0.</param>
/// <param name="Dropout">Share of hidden units left out during training, in [0, 1).</param>
public sealed record FeatureScorerOptions(int Width = 32, int Depth = 2, Activation Activation = Activation.Tanh, int Outputs = 1, int Towers = 1, double InitialScale = 1, double Dropout = 0)
{
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    internal FeatureScorerOptions Checked()
    {
        Ensure.Positive(Width);
        Ensure.NotNegative(Depth);
        Ensure.Positive(Outputs);
        Ensure.Positive(Towers);
        Ensure.NotNegative(InitialScale);
        Ensure.InRange(Dropout, 0, 1 - 1e-9);
        return this;
    }
}
