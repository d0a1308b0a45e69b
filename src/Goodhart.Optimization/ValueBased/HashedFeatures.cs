using System.Numerics;
using Goodhart.Optimization.CrossEntropy;

namespace Goodhart.Optimization.ValueBased;

/// <summary>
/// Numbered features of observations: fields under one name ("ore.right", "ore.down") are looked at together, all others one by one, and each group once per
/// combination of the plain flags ("has pickaxe"), so that what is worth going to may depend on what one has.
/// </summary>
/// <remarks>A group's values are hashed into a fixed number of places; of two that collide, the learner sees one. Whole-numbered fields are taken as they are, others are cut into tiles.</remarks>
public sealed class HashedFeatures
{
    private readonly int[][] groups;
    private readonly int[] modes;
    private readonly float[] centre, factor;
    private readonly bool[] whole;
    private readonly FeatureOptions options;

    /// <param name="schema">The observation's fields.</param>
    /// <param name="scale">Brings fields that are no whole numbers to about [−1, 1].</param>
    /// <param name="options">How fine.</param>
    /// <exception cref="ArgumentException">There is no field.</exception>
    public HashedFeatures(Schema schema, ObservationScale scale, FeatureOptions options)
    {
        this.options = options.Checked();
        var fields = schema.Observation;
        if (fields.Count == 0) throw new ArgumentException("An observation without fields has no features.", nameof(schema));
        whole = [.. fields.Select(IsWhole)];
        (centre, factor) = ([.. scale.Centre], [.. scale.Factor]);
        // Beyond three standard deviations of a field without bounds, all is one tile.
        for (var f = 0; f < fields.Count; f++)
            if (!float.IsFinite(fields[f].High - fields[f].Low)) factor[f] /= 3;
        modes = [.. Enumerable.Range(0, fields.Count).Where(f => Prefix(fields[f]) is null && fields[f].Kind == FieldKind.Flag)];
        groups = [.. Enumerable.Range(0, fields.Count).Except(modes).GroupBy(f => Prefix(fields[f]) ?? $"{f}")
            .SelectMany(group => group.Count() <= options.Joint ? [[.. group]] : group.Select(f => new[] { f })), []];
    }

    /// <summary>Features of one observation.</summary>
    public int Count => groups.Length * options.Tilings;

    /// <summary>Places they are hashed into.</summary>
    public int Places => 1 << options.Bits;

    /// <summary>The features of one of several observations.</summary>
    /// <param name="fields">Observation columns. // (fields × copies)</param>
    /// <param name="copies">Number of observations.</param>
    /// <param name="copy">Which one.</param>
    /// <param name="active">Places of its features. // (<see cref="Count"/>)</param>
    public void Of(ReadOnlySpan<float> fields, int copies, int copy, Span<int> active)
    {
        var mode = 1u;
        foreach (var f in modes) mode = 2 * mode + (fields[f * copies + copy] != 0 ? 1u : 0);
        for (var tiling = 0; tiling < options.Tilings; tiling++)
            for (var g = 0; g < groups.Length; g++)
            {
                var hash = Mix(Mix((uint)(g * options.Tilings + tiling), mode), 0x9E3779B9);
                foreach (var f in groups[g]) hash = Mix(hash, (uint)Tile(f, fields[f * copies + copy], tiling));
                active[tiling * groups.Length + g] = (int)(Finish(hash) >> (32 - options.Bits));
            }
    }

    private int Tile(int field, float value, int tiling)
    {
        if (whole[field]) return (int)MathF.Round(value);
        var across = Math.Clamp((value - centre[field]) * factor[field], -1, 1);
        return (int)MathF.Floor((across + 1) / 2 * options.Bins + (float)tiling / options.Tilings);
    }

    private static uint Mix(uint hash, uint value) => (BitOperations.RotateLeft(hash, 5) ^ value) * 0x85EBCA6B;

    private static uint Finish(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x7FEB352D;
        hash = (hash ^ (hash >> 15)) * 0x846CA68B;
        return hash ^ (hash >> 16);
    }

    private static string? Prefix(Field field) => field.Name.LastIndexOf('.') is var at && at > 0 ? field.Name[..at] : null;

    private static bool IsWhole(Field field) => field.Kind == FieldKind.Flag
        || float.IsInteger(field.Low) && float.IsInteger(field.High) && field.High - field.Low is >= 2 and <= 1 << 12 && field.Unit is not ("m" or "rad" or "m/s" or "rad/s");
}
