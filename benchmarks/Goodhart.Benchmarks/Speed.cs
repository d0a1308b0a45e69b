namespace Goodhart.Benchmarks;

/// <summary>One measured rate beside the figure it has to meet.</summary>
/// <param name="What">What ran, and on how many threads.</param>
/// <param name="Value">Median over repetitions.</param>
/// <param name="Unit">Unit of value and target.</param>
/// <param name="Target">The figure to meet.</param>
/// <param name="HigherIsBetter">False for durations and sizes.</param>
internal sealed record Speed(string What, double Value, string Unit, double Target, bool HigherIsBetter = true)
{
    public bool Met => HigherIsBetter ? Value >= Target : Value <= Target;

    /// <summary>Median of <paramref name="repetitions"/> runs after one warm-up; each run returns its own figure.</summary>
    public static double Median(int repetitions, Func<double> run)
    {
        run();
        double[] values = [.. Enumerable.Range(0, repetitions).Select(_ => run())];
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
