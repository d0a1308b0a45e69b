namespace Goodhart.Design.Evolution;

/// <summary>Lists the measures that make sense: units and axes agree, and something in them can change.</summary>
internal static class ReadingList
{
    public static IEnumerable<Reading> Of(IReadOnlyList<Quantity> quantities, IReadOnlyList<Point> points)
    {
        foreach (var (a, b) in Pairs(points))
            if (a.IsLike(b) && !(a.IsConstant && b.IsConstant)) yield return a.IsConstant ? new Reading.Distance(b.Name, a.Name) : new Reading.Distance(a.Name, b.Name);
        foreach (var (a, b) in Pairs(quantities))
            if (a.IsLike(b) && !(a.IsConstant && b.IsConstant)) yield return a.IsConstant ? new Reading.Gap(b.Name, a.Name) : new Reading.Gap(a.Name, b.Name);
        foreach (var point in points)
            if (!point.IsConstant && point.Name.Length > 0) yield return new Reading.Length(point.Name);
        foreach (var quantity in quantities)
        {
            if (quantity.IsConstant) continue;
            yield return new Reading.Level(quantity.Name);
            yield return new Reading.Size(quantity.Name);
        }
    }

    private static IEnumerable<(T, T)> Pairs<T>(IReadOnlyList<T> items) => items.SelectMany((a, i) => items.Skip(i + 1).Select(b => (a, b)));
}
