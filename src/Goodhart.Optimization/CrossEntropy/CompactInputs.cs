namespace Goodhart.Optimization.CrossEntropy;

/// <summary>One number that a <see cref="CompactPolicy"/> looks at: gate·z, or gate·exp(−z²) where it looks at nearness, of z = (field − other − centre)·factor.</summary>
/// <param name="Field">Observation column.</param>
/// <param name="Centre">What becomes 0.</param>
/// <param name="Factor">Brings it to about [−1, 1].</param>
/// <param name="Other">Column that is taken off; −1 for none.</param>
/// <param name="Gate">Flag column that lets it through; −1 for always.</param>
/// <param name="Near">Looks at how near z is to 0.</param>
public readonly record struct CompactInput(int Field, float Centre, float Factor, int Other = -1, int Gate = -1, bool Near = false);

/// <summary>What a compact policy looks at.</summary>
public static class CompactInputs
{
    /// <summary>Every field by itself.</summary>
    public static IReadOnlyList<CompactInput> Plain(ObservationScale scale) => [.. scale.Centre.Select((centre, f) => new CompactInput(f, centre, scale.Factor[f]))];

    /// <summary>
    /// Every field; the difference of every two that name the same of different things ("gripper.x", "goal.x"); and these differences once more through each flag,
    /// so that where to go may depend on what is held.
    /// </summary>
    /// <param name="schema">The observation's fields.</param>
    /// <param name="scale">Their scale.</param>
    /// <param name="gain">Factor on the differences: near 0 they matter most.</param>
    /// <param name="nearness">Factor on the differences once more, of which exp(−z²) is looked at too: what is to be done only there, such as letting go; 0 for none.</param>
    /// <param name="through">Flags through which nearness is looked at once more; all when null.</param>
    /// <exception cref="ArgumentException">There is no such flag.</exception>
    public static IReadOnlyList<CompactInput> Related(Schema schema, ObservationScale scale, double gain, double nearness = 0, IReadOnlyList<string>? through = null)
    {
        var fields = schema.Observation;
        var differences = new List<CompactInput>();
        for (var f = 0; f < fields.Count; f++)
            for (var g = f + 1; g < fields.Count; g++)
                if (AreAlike(fields[f], fields[g])) differences.Add(new(g, 0, (float)gain * Math.Min(scale.Factor[f], scale.Factor[g]), Other: f));
        int[] flags = [.. Enumerable.Range(0, fields.Count).Where(f => fields[f].Kind == FieldKind.Flag)], some = through is null ? flags : [.. through.Select(name => Flag(fields, name))];
        CompactInput[] near = nearness > 0 ? [.. differences.Select(d => d with { Factor = (float)nearness * Widest(fields, scale, fields[d.Field].Unit), Near = true })] : [];
        return [.. Plain(scale), .. differences, .. Through(differences, flags), .. near, .. Through(near, some)];
    }

    private static IEnumerable<CompactInput> Through(IReadOnlyList<CompactInput> inputs, int[] flags) => flags.SelectMany(flag => inputs.Select(input => input with { Gate = flag }));

    // Two lengths are near by the same measure, whatever their ranges.
    private static float Widest(IReadOnlyList<Field> fields, ObservationScale scale, string unit) =>
        scale.Factor.Where((_, f) => fields[f].Kind == FieldKind.Number && fields[f].Unit == unit).Min();

    private static int Flag(IReadOnlyList<Field> fields, string name)
    {
        var flags = fields.Where(field => field.Kind == FieldKind.Flag).Select(field => field.Name).ToArray();
        return flags.Contains(name) ? fields.ToList().FindIndex(field => field.Name == name) : throw new ArgumentException($"There is no flag '{name}'.{Nearest.Hint(name, flags)}");
    }

    /// <summary>Writes the inputs of several situations. // fields: (fields × count), inputs: (inputs × count)</summary>
    internal static void Of(IReadOnlyList<CompactInput> map, ReadOnlySpan<float> fields, int count, Span<float> inputs)
    {
        for (var i = 0; i < map.Count; i++)
        {
            var input = map[i];
            var column = inputs.Slice(i * count, count);
            fields.Slice(input.Field * count, count).CopyTo(column);
            if (input.Other >= 0) Columns.Subtract(fields.Slice(input.Other * count, count), column);
            Columns.Scale(input.Centre, input.Factor, column);
            if (input.Near) Columns.Nearness(column);
            if (input.Gate >= 0) Columns.Multiply(fields.Slice(input.Gate * count, count), column);
        }
    }

    private static bool AreAlike(Field one, Field other) =>
        one.Kind == FieldKind.Number && other.Kind == FieldKind.Number && one.Unit == other.Unit && Last(one) is { } name && name == Last(other);

    private static string? Last(Field field) => field.Name.LastIndexOf('.') is var at && at > 0 ? field.Name[(at + 1)..] : null;
}
