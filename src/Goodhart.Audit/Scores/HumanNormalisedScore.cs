namespace Goodhart.Audit;

/// <summary>A method's fitness on the scale of what people achieve.</summary>
/// <remarks>(F − F_sparse)/|F_human − F_sparse|: 0 is a policy trained on the bare task, 1 one trained on a person's reward (Eureka, Ma et al. 2023).</remarks>
public static class HumanNormalisedScore
{
    /// <param name="method">F of the method's reward.</param>
    /// <param name="human">F of the person's reward.</param>
    /// <param name="sparse">F of the task's own sparse reward.</param>
    /// <returns>The score; NaN where the person's reward does no better or worse than the sparse one, because there is no scale then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A fitness is not a finite number.</exception>
    public static double Of(double method, double human, double sparse)
    {
        Finite(method, nameof(method));
        Finite(human, nameof(human));
        Finite(sparse, nameof(sparse));
        return human == sparse ? double.NaN : (method - sparse) / Math.Abs(human - sparse);
    }

    private static void Finite(double fitness, string name)
    {
        if (!double.IsFinite(fitness)) throw new ArgumentOutOfRangeException(name, $"The fitness of {name} must be finite, was {fitness}.");
    }
}
