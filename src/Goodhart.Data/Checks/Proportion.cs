using Goodhart.Statistics;

namespace Goodhart.Data;

/// <summary>A share of cases with its interval, where the cases of one row of a file depend on each other: six pairs of one prompt are not six witnesses.</summary>
internal sealed class Proportion
{
    private double wins, cases, winsHere, casesHere, winsSquared, casesSquared, product;
    private long rows;

    public double Cases => cases + casesHere;

    public void Add(double won, double of = 1)
    {
        winsHere += won;
        casesHere += of;
    }

    /// <summary>Ends a row: cases before and after are independent.</summary>
    public void EndRow()
    {
        if (casesHere == 0) return;
        rows++;
        (wins, cases) = (wins + winsHere, cases + casesHere);
        winsSquared += winsHere * winsHere;
        casesSquared += casesHere * casesHere;
        product += winsHere * casesHere;
        (winsHere, casesHere) = (0, 0);
    }

    /// <summary>
    /// The plain share p with Wilson's interval for as many independent cases as have its variance between rows, Σ(wᵣ − p·nᵣ)²/n²; at most all of them, and as many as there are rows
    /// where every case came out alike. NaN with no case.
    /// </summary>
    public Interval Report(double level = 0.95)
    {
        EndRow();
        if (cases == 0) return new(double.NaN, 0, 1, level);
        double p = wins / cases, between = (winsSquared - 2 * p * product + p * p * casesSquared) / (cases * cases);
        return Wilson(p, between > 1e-15 ? Math.Min(cases, p * (1 - p) / between) : rows, level);
    }

    /// <summary>Wilson's interval, which needs no resampling and stays in [0, 1].</summary>
    internal static Interval Wilson(double p, double n, double level = 0.95)
    {
        double z = -Normal.Quantile((1 - level) / 2), spread = 1 + z * z / n;
        double middle = (p + z * z / (2 * n)) / spread, half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / spread;
        return new(p, Math.Max(0, middle - half), Math.Min(1, middle + half), level);
    }
}
