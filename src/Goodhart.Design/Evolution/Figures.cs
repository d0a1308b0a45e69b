using System.Globalization;

namespace Goodhart.Design.Evolution;

/// <summary>Numbers as a person writes them in a program.</summary>
internal static class Figures
{
    /// <summary>To two significant figures.</summary>
    public static double Two(double value) => double.Parse(value.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>As a literal for a constant of type double.</summary>
    public static string Literal(double value) =>
        value.ToString(Math.Abs(value) is (>= 1e-4 and < 1e9) or 0 ? "0.########" : "R", CultureInfo.InvariantCulture);
}
