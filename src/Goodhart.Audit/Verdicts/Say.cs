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

    /// <summary>"−71 %", "2.5 %", "0.01 %".</summary>
    public static string Percent(double share)
    {
        var percent = Math.Abs(100 * share);
        var digits = percent switch { 0 => "0", >= 10 => $"{percent:F0}", >= 1 => $"{percent:0.#}", >= 0.001 => percent.ToString("G1"), _ => Power(percent) };
        return $"{(share < 0 ? "−" : "")}{digits} %";
    }

    /// <summary>"+0.395 (95 % interval +0.38 to +0.41)"; exact values without.</summary>
    public static string Change(Interval change) => change.IsExact ? Signed(change.Estimate)
        : $"{Signed(change.Estimate)}, 95 % interval {Signed(change.Low)} to {Signed(change.High)}";

    /// <summary>"0.0806 [0.079, 0.082]".</summary>
    public static string Value(Interval value) => value.IsExact || double.IsNaN(value.Estimate) ? Number(value.Estimate)
        : $"{Number(value.Estimate)} [{Number(value.Low)}, {Number(value.High)}]";

    // Three significant figures, but never fewer digits than the integer part has, and no decimals on whole numbers.
    private static string Rounded(double value)
    {
        if (value == Math.Round(value)) return $"{value:F0}";
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6);
        return value.ToString($"F{decimals}");
    }

    private static string Power(double value)
    {
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        var superscript = string.Concat(exponent.ToString().Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
        return $"{Rounded(value / Math.Pow(10, exponent))}·10{superscript}";
    }

    private static string Minus(string text) => text.Replace('-', '−');
}
