namespace Goodhart.Statistics;

/// <summary>An estimate with its confidence interval.</summary>
/// <param name="Estimate">The point estimate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Confidence level, 0.95 by default; 1 for an exact value.</param>
public readonly record struct Interval(double Estimate, double Low, double High, double Level = 0.95)
{
    /// <summary>A value known without sampling error.</summary>
    public static Interval Exact(double value) => new(value, value, value, 1);

    public bool IsExact => Level >= 1;

    /// <summary>The whole interval lies above <paramref name="value"/>.</summary>
    public bool Above(double value) => Low > value;

    /// <summary>The whole interval lies below <paramref name="value"/>.</summary>
    public bool Below(double value) => High < value;

    public override string ToString() => IsExact ? $"{Estimate:G4}" : $"{Estimate:G4} [{Low:G4}, {High:G4}]";
}
