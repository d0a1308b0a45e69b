using Goodhart.Statistics;

namespace Goodhart.Audit;

/// <summary>Numbers as a reader likes them: three figures, a true minus sign.</summary>
internal static class Say
{
    public static string Number(double value) => double.IsNaN(value) ? "n/a"
        : double.IsInfinity(value) ? value > 0 ? "∞" : "−∞"
        : Minus(Math.Abs(value) is >= 1e5 or (> 0 and < 1e-3) ? Power(value) : Rounded(value));

    /// <summary>With its sign, "+0.395".</summary>
    public static string Signed(double value) => value > 0 ? $"+{Number(value)}" : Number(value);

    public static string Percent(double share) => Minus(Math.Abs(share) is > 0 and < 0.001 ? $"{Power(share * 100)} %" : $"{Rounded(share * 100)} %");

    /// <summary>"+0.395 (95 % interval +0.38 to +0.41)"; exact values without.</summary>
    public static string Change(Interval change) => change.IsExact ? Signed(change.Estimate)
        : $"{Signed(change.Estimate)}, 95 % interval {Signed(change.Low)} to {Signed(change.High)}";

    /// <summary>"0.0806 [0.079, 0.082]".</summary>
    public static string Value(Interval value) => value.IsExact || double.IsNaN(value.Estimate) ? Number(value.Estimate)
        : $"{Number(value.Estimate)} [{Number(value.Low)}, {Number(value.High)}]";

    // Three significant figures, but never fewer digits than the integer part has.
    private static string Rounded(double value)
    {
        if (value == 0) return "0";
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6);
        return value.ToString($"0.{new string('#', decimals)}");
    }

    private static string Power(double value)
    {
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        var superscript = string.Concat(exponent.ToString().Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
        return $"{Rounded(value / Math.Pow(10, exponent))}·10{superscript}";
    }

    private static string Minus(string text) => text.Replace('-', '−');
}
