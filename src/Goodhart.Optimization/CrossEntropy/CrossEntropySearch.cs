namespace Goodhart.Optimization.CrossEntropy;

/// <summary>
/// The cross-entropy method (Rubinstein 1999) over vectors: draw a population from N(μ, diag σ²), keep the elites, and take their mean and variance, plus
/// noise that falls with time, for the next.
/// </summary>
public sealed class CrossEntropySearch
{
    private readonly CrossEntropyOptions options;
    private readonly Generator rng;
    private readonly double[] mean, deviation;

    public CrossEntropySearch(int dimensions, CrossEntropyOptions options, Generator rng)
    {
        (this.options, this.rng) = (options.Checked(), rng);
        (mean, deviation) = (new double[Ensure.Positive(dimensions)], new double[dimensions]);
        Array.Fill(deviation, options.Deviation);
    }

    /// <summary>μ. // (dimensions)</summary>
    public ReadOnlySpan<double> Mean => mean;

    /// <summary>σ. // (dimensions)</summary>
    public ReadOnlySpan<double> Deviation => deviation;

    /// <summary>Generations that were learnt from.</summary>
    public int Generation { get; private set; }

    /// <summary>Draws the next population. // population: (candidates × dimensions), candidate by candidate</summary>
    public void Draw(Span<double> population)
    {
        Ensure.SameLength(population.Length, options.Population * mean.Length);
        for (var i = 0; i < population.Length; i++) population[i] = mean[i % mean.Length] + deviation[i % mean.Length] * rng.NextNormal();
    }

    /// <summary>Learns from a population's values, of which higher are better; of equal ones the earlier is kept. // values: (candidates)</summary>
    public void Learn(ReadOnlySpan<double> population, ReadOnlySpan<double> values)
    {
        Ensure.SameLength(population.Length, options.Population * mean.Length);
        Ensure.SameLength(values.Length, options.Population);
        var scores = values.ToArray();
        int[] elites = [.. Enumerable.Range(0, scores.Length).OrderByDescending(candidate => scores[candidate]).Take(options.Elites)];
        var extra = options.ExtraVariance(Generation++);
        for (var d = 0; d < mean.Length; d++)
        {
            double sum = 0, squares = 0;
            foreach (var elite in elites) sum += population[elite * mean.Length + d];
            var centre = sum / elites.Length;
            foreach (var elite in elites) squares += Math.Pow(population[elite * mean.Length + d] - centre, 2);
            (mean[d], deviation[d]) = (centre, Math.Max(options.Floor, Math.Sqrt(squares / elites.Length + extra)));
        }
    }
}
