using System.Globalization;

namespace Goodhart.Learning.Judges;

/// <summary>The marks a judge may give.</summary>
/// <param name="Low">Worst; 1 as in RewardBench 2's ratings.</param>
/// <param name="High">Best; 10 as in RewardBench 2's ratings.</param>
/// <param name="Whole">Whole numbers only; a fraction is then no mark.</param>
public sealed record MarkScale(double Low = 1, double High = 10, bool Whole = true)
{
    public double High { get; } = High > Low && double.IsFinite(High - Low) ? High
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A scale needs finite low < high, got [{Low}, {High}]."));

    public double Middle => (Low + High) / 2;

    public bool Holds(double mark) => mark >= Low && mark <= High && (!Whole || mark == Math.Floor(mark));

    internal Dictionary<string, string> Told => new()
    {
        ["low"] = Low.ToString(CultureInfo.InvariantCulture),
        ["high"] = High.ToString(CultureInfo.InvariantCulture),
        ["whole"] = Whole ? ", in whole numbers" : "; decimals are allowed",
    };
}
