namespace Goodhart.Audit;

/// <summary>Colours of lines, as CSS variables that the style sheet sets for light and dark.</summary>
internal enum Ink { Proxy, True, First, Second, Third, Fourth, Fifth, Sixth, Grid, Axis, Reference }

/// <param name="Name">For the legend.</param>
/// <param name="Dashed">Tells lines apart without colour.</param>
/// <param name="Joined">False for a cloud of points.</param>
internal sealed record PanelLine(
    string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, Ink Ink, IReadOnlyList<double>? Low = null, IReadOnlyList<double>? High = null,
    bool Dashed = false, bool Markers = true, bool Joined = true);

/// <summary>A point with a word beside it.</summary>
internal sealed record PanelMark(double X, double Y, string Label, Ink Ink);

/// <summary>What one plot shows.</summary>
internal sealed record Panel(string Title, string XLabel, string YLabel, IReadOnlyList<PanelLine> Lines)
{
    public IReadOnlyList<PanelMark> Marks { get; init; } = [];

    /// <summary>Height of a thin line for comparison, the base's value.</summary>
    public double? Reference { get; init; }

    /// <summary>The horizontal axis starts at 0 and may span decades.</summary>
    public bool IsDistance { get; init; }
}
