namespace Goodhart.Optimization.CrossEntropy;

/// <summary>One number that a <see cref="CompactPolicy"/> looks at: gate·(field − other − centre)·factor.</summary>
/// <param name="Field">Observation column.</param>
/// <param name="Centre">What becomes 0.</param>
/// <param name="Factor">Brings it to about [−1, 1].</param>
/// <param name="Other">Column that is taken off; −1 for none.</param>
/// <param name="Gate">Flag column that lets it through; −1 for always.</param>
public readonly record struct CompactInput(int Field, float Centre, float Factor, int Other = -1, int Gate = -1);

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
    public static IReadOnlyList<CompactInput> Related(Schema schema, ObservationScale scale, double gain)
    {
        var fields = schema.Observation;
        var differences = new List<CompactInput>();
        for (var f = 0; f < fields.Count; f++)
            for (var g = f + 1; g < fields.Count; g++)
                if (AreAlike(fields[f], fields[g])) differences.Add(new(g, 0, (float)gain * Math.Min(scale.Factor[f], scale.Factor[g]), Other: f));
        var gated = Enumerable.Range(0, fields.Count).Where(f => fields[f].Kind == FieldKind.Flag).SelectMany(flag => differences.Select(d => d with { Gate = flag }));
        return [.. Plain(scale), .. differences, .. gated];
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
            if (input.Gate >= 0) Columns.Multiply(fields.Slice(input.Gate * count, count), column);
        }
    }

    private static bool AreAlike(Field one, Field other) =>
        one.Kind == FieldKind.Number && other.Kind == FieldKind.Number && one.Unit == other.Unit && Last(one) is { } name && name == Last(other);

    private static string? Last(Field field) => field.Name.LastIndexOf('.') is var at && at > 0 ? field.Name[(at + 1)..] : null;
}
