namespace Goodhart.Design.Evolution;

/// <summary>Values of measures on recorded steps, for temperatures of a sensible size.</summary>
internal static class ReadingScale
{
    /// <summary>Mean |value| over the experience; without one, or where it is 0, half the range of the field, and 1 where that is unknown.</summary>
    public static double Of(Vocabulary words, Reading measure, Transitions? experience)
    {
        var sum = 0.0;
        for (var i = 0; i < experience?.Count; i++) sum += Math.Abs(Value(words, measure, q => q.IsConstant ? q.Value : experience.Next(q.Column)[i]));
        if (sum > 0) return sum / experience!.Count;
        var half = measure switch
        {
            Reading.Distance distance => words.Point(distance.From).Axes.Sum(a => a.Value),
            Reading.Length length => words.Point(length.Of).Axes.Sum(a => a.Value),
            Reading.Gap gap => words.Quantity(gap.From).Value,
            Reading.Size size => words.Quantity(size.Of).Value,
            Reading.Level level => words.Quantity(level.Of).Value,
            _ => double.NaN,
        };
        return half > 0 && double.IsFinite(half) ? half : 1;
    }

    /// <summary>A measure where every quantity has a given value.</summary>
    public static double Value(Vocabulary words, Reading measure, Func<Quantity, double> of) => measure switch
    {
        Reading.Distance distance => Norm(words.Point(distance.From).Unit, [.. words.Point(distance.From).Axes.Zip(words.Point(distance.To).Axes, (a, b) => of(a) - of(b))]),
        Reading.Length length => Norm(words.Point(length.Of).Unit, [.. words.Point(length.Of).Axes.Select(of)]),
        Reading.Gap gap => Math.Abs(of(words.Quantity(gap.From)) - of(words.Quantity(gap.To))),
        Reading.Size size => Math.Abs(of(words.Quantity(size.Of))),
        Reading.Level level => of(words.Quantity(level.Of)),
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    private static double Norm(string unit, double[] along) => Vocabulary.IsGrid(unit) ? along.Sum(Math.Abs) : Math.Sqrt(along.Sum(d => d * d));
}
