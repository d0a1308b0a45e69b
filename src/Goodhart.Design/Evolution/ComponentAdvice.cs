namespace Goodhart.Design.Evolution;

/// <summary>What a training says of a component: Eureka's rules (b) and (c).</summary>
public enum ComponentAdvice
{
    Keep,

    /// <summary>It hardly changed while the policy did: rescale it, rewrite it, or drop it.</summary>
    Flat,

    /// <summary>It outweighs all others together by far: scale it down.</summary>
    Dominating,
}

/// <summary>Reads the curves of a training, each the mean per episode.</summary>
public static class ComponentStatistics
{
    // A component whose range is below this share of the widest one's tells the policy nothing.
    private const double FlatShare = 0.01;

    // Eureka speaks of components "significantly larger" than the others.
    private const double Outweighs = 10;

    /// <summary>One piece of advice per component.</summary>
    /// <param name="components">Their names.</param>
    /// <param name="curves">Of the training; a component without a curve is kept.</param>
    public static IReadOnlyList<ComponentAdvice> Of(IReadOnlyList<string> components, IReadOnlyList<TrackedCurve> curves)
    {
        (double Range, double Size)[] all = [.. components.Select(c => Measured(curves.FirstOrDefault(curve => curve.Name == c)))];
        var widest = all.Where(a => double.IsFinite(a.Range)).Select(a => a.Range).DefaultIfEmpty(0).Max();
        var sizes = all.Where(a => double.IsFinite(a.Size)).Sum(a => a.Size);
        return [.. all.Select(a => double.IsNaN(a.Range) ? ComponentAdvice.Keep
            : a.Range <= FlatShare * widest ? ComponentAdvice.Flat
            : components.Count > 1 && a.Size > Outweighs * (sizes - a.Size) ? ComponentAdvice.Dominating
            : ComponentAdvice.Keep)];
    }

    private static (double Range, double Size) Measured(TrackedCurve? curve)
    {
        double[] values = [.. (curve?.Values ?? []).Where(double.IsFinite)];
        return values.Length == 0 ? (double.NaN, double.NaN) : (values.Max() - values.Min(), values.Average(Math.Abs));
    }
}
