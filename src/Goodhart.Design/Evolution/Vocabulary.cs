namespace Goodhart.Design.Evolution;

/// <summary>A number of a world that programs can name.</summary>
/// <param name="Name">As the world calls it.</param>
/// <param name="Unit">Only like units are compared.</param>
/// <param name="Axis">"x", "y", …; empty where the name tells of none. Only like axes are compared.</param>
/// <param name="Stem">The name without the axis.</param>
/// <param name="Column">Column of the observation; −1 for a constant.</param>
/// <param name="Value">The constant's value; for a field half its range, NaN where that is unknown.</param>
public sealed record Quantity(string Name, string Unit, string Axis, string Stem, int Column, double Value)
{
    public bool IsConstant => Column < 0;

    /// <summary>As an expression over the observation called <paramref name="state"/>.</summary>
    public string Code(string state) => IsConstant ? $"World.{ProgramName.Of(Name)}" : $"{state}.{ProgramName.Path(Name)}";

    /// <summary>Two numbers that may be subtracted from each other.</summary>
    public bool IsLike(Quantity other) => Unit == other.Unit && Axis == other.Axis;
}

/// <summary>Quantities of one thing along several axes, such as a position.</summary>
/// <param name="Name">What they have in common; "" where they are the bare axes.</param>
/// <param name="Axes">In the order of the axes' names, at least two.</param>
public sealed record Point(string Name, IReadOnlyList<Quantity> Axes)
{
    public string Unit => Axes[0].Unit;

    public bool IsConstant => Axes.All(a => a.IsConstant);

    public bool IsLike(Point other) => Axes.Count == other.Axes.Count && Axes.Zip(other.Axes, (a, b) => a.IsLike(b)).All(like => like);
}

/// <summary>All that a reward over a contract can speak of, sorted by type and unit.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<string, Quantity> quantities;
    private readonly Dictionary<string, Point> points;
    private readonly Dictionary<Reading, double> scales;

    private Vocabulary(RewardContract contract, Dictionary<string, Quantity> quantities, Dictionary<string, Point> points, Transitions? experience)
    {
        (Contract, this.quantities, this.points) = (contract, quantities, points);
        Flags = [.. contract.Schema.Observation.Where(f => f.Kind == FieldKind.Flag).Select(f => f.Name)];
        Actions = (contract.Schema.Actions as ActionSpace.Discrete)?.Names ?? [];
        Efforts = [.. ((contract.Schema.Actions as ActionSpace.Box)?.Fields ?? []).Select(f => f.Name)];
        Readings = [.. ReadingList.Of([.. quantities.Values], [.. points.Values])];
        scales = Readings.ToDictionary(m => m, m => ReadingScale.Of(this, m, experience));
    }

    public RewardContract Contract { get; }

    public IReadOnlyList<string> Flags { get; }

    /// <summary>Names of discrete actions; empty for a continuous one.</summary>
    public IReadOnlyList<string> Actions { get; }

    /// <summary>Names of the components of a continuous action; empty for a discrete one.</summary>
    public IReadOnlyList<string> Efforts { get; }

    /// <summary>Every measure whose units and axes agree.</summary>
    public IReadOnlyList<Reading> Readings { get; }

    public IReadOnlyCollection<Quantity> Quantities => quantities.Values;

    public IReadOnlyCollection<Point> Points => points.Values;

    /// <param name="experience">Steps of some policy, from which measures take their typical size; null for the ranges of the fields.</param>
    public static Vocabulary Of(RewardContract contract, Transitions? experience = null)
    {
        var schema = contract.Schema;
        var fields = schema.Observation.Select((f, column) => (f.Kind, Of(f.Name, f.Unit, column, (f.High - f.Low) / 2.0))).Where(f => f.Kind == FieldKind.Number).Select(f => f.Item2);
        var constants = schema.Constants.Where(c => !schema.Observation.Any(f => f.Name == c.Name)).Select(c => Of(c.Name, c.Unit, -1, c.Value));
        var all = fields.Concat(constants).ToDictionary(q => q.Name);
        var points = all.Values.Where(q => q.Axis.Length > 0).GroupBy(q => (q.Stem, q.Unit))
            .Select(g => (g.Key.Stem, Axes: g.OrderBy(q => q.Axis, StringComparer.Ordinal).ToArray()))
            .Where(p => p.Axes.Length > 1 && p.Axes.DistinctBy(a => a.Axis).Count() == p.Axes.Length)
            .DistinctBy(p => p.Stem).ToDictionary(p => p.Stem, p => new Point(p.Stem, p.Axes));
        return new(contract, all, points, experience);
    }

    public Quantity Quantity(string name) => quantities[name];

    public Point Point(string name) => points[name];

    /// <summary>A typical size of a measure, in its unit; positive.</summary>
    public double Scale(Reading measure) => scales.GetValueOrDefault(measure, 1);

    /// <summary>The unit of a measure.</summary>
    public string Unit(Reading measure) => measure switch
    {
        Reading.Distance distance => Point(distance.From).Unit,
        Reading.Gap gap => Quantity(gap.From).Unit,
        Reading.Length length => Point(length.Of).Unit,
        Reading.Size size => Quantity(size.Of).Unit,
        Reading.Level level => Quantity(level.Of).Unit,
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    /// <summary>Distances on a grid are counted in steps, others as the crow flies.</summary>
    internal static bool IsGrid(string unit) => unit is "cell" or "cells" or "step" or "steps";

    private static Quantity Of(string name, string unit, int column, double value)
    {
        string[] words = name.Split([' ', '.', '_', '-'], StringSplitOptions.RemoveEmptyEntries);
        // A bare "height" is the size of something; "cube height" is where the cube is.
        string[] axes = [.. words.Where(w => w.ToLowerInvariant() is "x" or "y" or "z" or "row" or "column" || words.Length > 1 && w.Equals("height", StringComparison.OrdinalIgnoreCase))];
        return axes.Length == 1
            ? new(name, unit, axes[0].ToLowerInvariant(), string.Join(' ', words.Where(w => w != axes[0])), column, value)
            : new(name, unit, "", name, column, value);
    }
}
