namespace Goodhart.Audit;

/// <summary>A range of numbers on paper: where each comes to lie, and the ticks.</summary>
/// <param name="Low">Left or lower end, in the axis's own coordinate.</param>
/// <param name="High">Right or upper end.</param>
/// <param name="Map">From a value to the axis's coordinate.</param>
/// <param name="Ticks">Coordinates with their labels.</param>
internal sealed record Axis(double Low, double High, Func<double, double> Map, IReadOnlyList<(double At, string Label)> Ticks)
{
    // Beyond this ratio the smaller distances would share one pixel.
    private const double Wide = 60;

    /// <summary>A linear axis around the values, with ticks at multiples of 1, 2 or 5.</summary>
    /// <param name="margin">Room below, as a share of the range.</param>
    /// <param name="above">Room above.</param>
    public static Axis Linear(IEnumerable<double> values, int ticks, double margin = 0.06, double above = 0.06)
    {
        var (low, high) = Range(values);
        var range = high > low ? high - low : Math.Max(Math.Abs(low), 1e-2);
        (low, high) = (low - range * margin, high + range * above);
        var step = Step((high - low) / ticks);
        var marks = new List<(double, string)>();
        for (var k = Math.Ceiling(low / step); k * step <= high; k++) marks.Add((k * step, Label(k * step, step)));
        return new(low, high, v => v, marks);
    }

    /// <summary>An axis of distances from 0: linear, or where they span decades linear near 0 and logarithmic beyond (asinh).</summary>
    public static Axis Distance(IReadOnlyCollection<double> values, int ticks)
    {
        double[] positive = [.. values.Where(v => v > 0)];
        if (positive.Length == 0 || values.Any(v => v < 0) || positive.Max() / positive.Min() < Wide) return Linear(values, ticks, 0.03, 0.03);
        // Outliers near 0 do not deserve decades of their own.
        var unit = Math.Max(positive.Min(), positive.Max() / 1e6);
        double Map(double v) => Math.Asinh(v / (2 * unit)) / Math.Log(10);
        var marks = new List<(double, string)> { (0, "0") };
        int first = (int)Math.Ceiling(Math.Log10(unit)), last = (int)Math.Floor(Math.Log10(positive.Max() * 1.05)), every = Math.Max(1, (last - first + ticks) / ticks);
        for (var k = first; k <= last; k += every)
            if (Map(Math.Pow(10, k)) > 0.05 * Map(positive.Max())) marks.Add((Map(Math.Pow(10, k)), Say.Number(Math.Pow(10, k))));
        var high = Map(positive.Max());
        return new(-0.03 * high, high * 1.03, Map, marks);
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var v in values.Where(double.IsFinite)) (low, high) = (Math.Min(low, v), Math.Max(high, v));
        return low <= high ? (low, high) : (0, 1);
    }

    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }

    private static string Label(double value, double step)
    {
        if (Math.Abs(value) < step / 2) return "0";
        if (Math.Abs(value) is >= 1e6 or < 1e-4) return Say.Number(value);
        var decimals = Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 8);
        return (Math.Abs(value) >= 1e4 ? value.ToString("#,0").Replace(',', '\u2009') : value.ToString($"F{decimals}")).Replace('-', '−');
    }
}
