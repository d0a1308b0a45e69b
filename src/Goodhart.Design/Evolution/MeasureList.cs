namespace Goodhart.Design.Evolution;

/// <summary>Lists the measures that make sense: units and axes agree, and something in them can change.</summary>
internal static class MeasureList
{
    public static IEnumerable<Measure> Of(IReadOnlyList<Quantity> quantities, IReadOnlyList<Point> points)
    {
        foreach (var (a, b) in Pairs(points))
            if (a.IsLike(b) && !(a.IsConstant && b.IsConstant)) yield return a.IsConstant ? new Measure.Distance(b.Name, a.Name) : new Measure.Distance(a.Name, b.Name);
        foreach (var (a, b) in Pairs(quantities))
            if (a.IsLike(b) && !(a.IsConstant && b.IsConstant)) yield return a.IsConstant ? new Measure.Gap(b.Name, a.Name) : new Measure.Gap(a.Name, b.Name);
        foreach (var point in points)
            if (!point.IsConstant && point.Name.Length > 0) yield return new Measure.Length(point.Name);
        foreach (var quantity in quantities)
        {
            if (quantity.IsConstant) continue;
            yield return new Measure.Level(quantity.Name);
            yield return new Measure.Size(quantity.Name);
        }
    }

    private static IEnumerable<(T, T)> Pairs<T>(IReadOnlyList<T> items) => items.SelectMany((a, i) => items.Skip(i + 1).Select(b => (a, b)));
}
