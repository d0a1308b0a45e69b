namespace Goodhart.Audit.Scores;

/// <summary>How the step scores of one solution become its score.</summary>
public enum StepAggregate
{
    /// <summary>The weakest step.</summary>
    Min,

    /// <summary>The strongest step.</summary>
    Max,

    /// <summary>Probability that all steps are right; biased towards short solutions.</summary>
    Product,

    /// <summary>Product without its bias by length; recommended by RewardMATH.</summary>
    GeometricMean,

    /// <summary>Arithmetic mean.</summary>
    Mean,

    /// <summary>The last step, which sees the whole solution.</summary>
    Last,

    /// <summary>Sigmoid of the mean log-odds.</summary>
    MeanLogit,

    /// <summary>Mean odds p/(1 − p).</summary>
    MeanOdds,
}

/// <summary>The eight ways of RewardMATH to turn scores of steps, probabilities in [0, 1], into one number per solution.</summary>
public static class StepAggregator
{
    /// <summary>Probabilities are kept this far from 0 and 1 where a logarithm or odds would be infinite.</summary>
    public const double Clip = 1e-6;

    /// <summary>Score of a solution without any step, as in the original.</summary>
    public const double Missing = 0.5;

    public static IReadOnlyList<StepAggregate> All { get; } = Enum.GetValues<StepAggregate>();

    /// <summary>One number from the scores of the steps; <see cref="Missing"/> if there is none.</summary>
    public static double Aggregate(ReadOnlySpan<double> steps, StepAggregate how) => steps.IsEmpty ? Missing : how switch
    {
        StepAggregate.Min => Fold(steps, double.PositiveInfinity, Math.Min),
        StepAggregate.Max => Fold(steps, double.NegativeInfinity, Math.Max),
        StepAggregate.Product => Fold(steps, 1, (a, b) => a * b),
        StepAggregate.GeometricMean => Math.Exp(Fold(steps, 0, (sum, p) => sum + Math.Log(Inside(p))) / steps.Length),
        StepAggregate.Mean => Fold(steps, 0, (a, b) => a + b) / steps.Length,
        StepAggregate.Last => steps[^1],
        StepAggregate.MeanLogit => 1 / (1 + Math.Exp(-Fold(steps, 0, (sum, p) => sum + Math.Log(Odds(p))) / steps.Length)),
        StepAggregate.MeanOdds => Fold(steps, 0, (sum, p) => sum + Odds(p)) / steps.Length,
        _ => throw new ArgumentOutOfRangeException(nameof(how), $"how must be one of {string.Join(", ", All)}, was {how}."),
    };

    private static double Inside(double p) => Math.Clamp(p, Clip, 1 - Clip);

    private static double Odds(double p) => Inside(p) / (1 - Inside(p));

    private static double Fold(ReadOnlySpan<double> steps, double start, Func<double, double, double> next)
    {
        foreach (var step in steps) start = next(start, step);
        return start;
    }
}
