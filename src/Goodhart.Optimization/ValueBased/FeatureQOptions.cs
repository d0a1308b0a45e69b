namespace Goodhart.Optimization.ValueBased;

/// <summary>Options of <see cref="FeatureQ"/>.</summary>
/// <param name="LearningRate">α over all features that are active at once, in (0, 1].</param>
/// <param name="Discount">γ, in [0, 1].</param>
/// <param name="Epsilon">Probability of a random action at the beginning, in [0, 1].</param>
/// <param name="FinalEpsilon">The same at the end; linear in between.</param>
/// <param name="Steps">Steps over all copies, &gt; 0.</param>
/// <param name="Copies">Copies of the world that learn into one set of weights, &gt; 0.</param>
/// <param name="InitialValue">Q before anything is known.</param>
/// <param name="Features">How observations become features.</param>
public sealed record FeatureQOptions(
    double LearningRate = .1, double Discount = .97, double Epsilon = .5, double FinalEpsilon = .05, long Steps = 400_000, int Copies = 16,
    double InitialValue = 0, FeatureOptions? Features = null)
{
    /// <summary>ε after a number of steps.</summary>
    public double EpsilonAt(long steps) => Epsilon + (FinalEpsilon - Epsilon) * Math.Min(1, (double)steps / Steps);

    /// <summary>Itself, where every option is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    public FeatureQOptions Checked()
    {
        Ensure.InRange(Ensure.Positive(LearningRate), 0, 1, nameof(LearningRate));
        Ensure.InRange(Discount, 0, 1);
        Ensure.InRange(Epsilon, 0, 1);
        Ensure.InRange(FinalEpsilon, 0, 1);
        Ensure.Positive(Steps);
        Ensure.Positive(Copies);
        if (!double.IsFinite(InitialValue)) throw new ArgumentOutOfRangeException(nameof(InitialValue), $"InitialValue must be finite, was {InitialValue}.");
        return this;
    }
}

/// <summary>How an observation becomes a handful of numbered features.</summary>
/// <param name="Bins">Tiles of a field that is no whole number, &gt; 0.</param>
/// <param name="Tilings">Shifted copies of those tiles, &gt; 0; more are smoother and slower.</param>
/// <param name="Joint">Most fields under one name ("ore.right", "ore.down") that are looked at together; those of longer lists, one by one.</param>
/// <param name="Bits">Features are hashed into 2^Bits places, in [4, 24].</param>
public sealed record FeatureOptions(int Bins = 8, int Tilings = 1, int Joint = 8, int Bits = 16)
{
    /// <summary>Itself, where every option is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    public FeatureOptions Checked()
    {
        Ensure.Positive(Bins);
        Ensure.Positive(Tilings);
        Ensure.Positive(Joint);
        Ensure.InRange(Bits, 4, 24);
        return this;
    }
}
