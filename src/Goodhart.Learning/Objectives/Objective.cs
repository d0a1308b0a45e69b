using Goodhart.Feedback;
using Goodhart.Models;

namespace Goodhart.Learning;

/// <summary>The objectives that feedback of each kind trains on.</summary>
public static class Objective
{
    /// <summary>Bradley–Terry on comparisons, with each pair's own soft label, margin and weight.</summary>
    /// <param name="options">Temperature, ties, centring.</param>
    /// <param name="column">Output that is the score; others are left alone.</param>
    /// <param name="normaliseWeights">Divide a batch's loss by its sum of weights instead of its number of pairs, so that weights do not change the step.</param>
    public static IObjective<Pair<T>, T> Pairwise<T>(PairwiseOptions? options = null, int column = 0, bool normaliseWeights = false) =>
        new PairwiseObjective<T>(options ?? new(), Ensure.NotNegative(column), normaliseWeights, skew: false);

    /// <summary>General preferences on comparisons: all outputs are an embedding, compared by <see cref="SkewScore"/>.</summary>
    /// <param name="options">Temperature 0.1 where null (GPM, 2024).</param>
    public static IObjective<Pair<T>, T> Skew<T>(PairwiseOptions? options = null)
    {
        options ??= new(Temperature: 0.1);
        if (options.Centring > 0 || options.Shrinkage > 0) throw new ArgumentException("A skew-symmetric score has no zero to be kept near: leave Centring and Shrinkage at 0.", nameof(options));
        return new PairwiseObjective<T>(options, 0, false, skew: true);
    }

    /// <summary>Squared error to marks, one output per attribute in the given order; marks that are missing or not applicable are left out.</summary>
    /// <param name="attributes">At least one.</param>
    public static IObjective<Rating<T>, T> Regression<T>(params IReadOnlyList<string> attributes) => new RegressionObjective<T>(attributes);

    /// <summary>Plackett–Luce on rankings, ties included.</summary>
    /// <param name="column">Output that is the score.</param>
    /// <param name="depth">Only items of rank ≤ depth are chosen; 0 for all.</param>
    public static IObjective<Ranking<T>, T> Listwise<T>(int column = 0, int depth = 0) => new ListwiseObjective<T>(Ensure.NotNegative(column), Ensure.NotNegative(depth));

    /// <summary>Cross-entropy at the positions of an item: one output is the logit of being right, several are classes.</summary>
    public static IObjective<Positions<T>, T> Steps<T>() => new StepObjective<T>();

    /// <summary>Maximum likelihood of answers, per token; the scorer is a <see cref="LikelihoodScorer"/>.</summary>
    public static IObjective<Encoded, Encoded> Likelihood() => new LikelihoodObjective();
}
