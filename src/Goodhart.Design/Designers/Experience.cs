using Goodhart.Worlds;

namespace Goodhart.Design;

/// <summary>Transitions on which programs are tried before anything is trained.</summary>
internal static class Experience
{
    /// <summary>Copies of the world side by side; row r belongs to copy r mod so many.</summary>
    public const int Copies = 8;

    private const int Steps = 64, Imagined = 2048;

    /// <summary>What a policy meets that chooses at random. // rows: step·Copies + copy</summary>
    public static Transitions Collect(IWorld world, ulong seed)
    {
        world.Reset(seed);
        return Rollout.Collect(world, new RandomActions(world.Schema.Actions), Steps, new(Generator.Derive(seed, 1)));
    }

    /// <summary>Situations that may never occur, over the whole range of every field: only where a program is the same on these too is it taken for constant.</summary>
    public static Transitions Imagine(Transitions met, Generator rng)
    {
        var schema = met.Schema;
        var batch = new Transitions(schema, Imagined);
        (float, float)[] ranges = [.. schema.Observation.Select((field, f) => Range(field, met.Observation(f), met.Next(f)))];
        for (var i = 0; i < Imagined; i++)
        {
            var (here, there) = (Anchor(schema, rng), Anchor(schema, rng));
            for (var f = 0; f < ranges.Length; f++)
            {
                batch.Observation(f)[i] = Draw(schema, schema.Observation[f], ranges[f], here, rng);
                batch.Next(f)[i] = Draw(schema, schema.Observation[f], ranges[f], there, rng);
            }

            for (var k = 0; k < schema.Actions.Width; k++) batch.Action(k)[i] = RandomActions.Draw(schema.Actions, k, rng);
            batch.Terminated[i] = rng.NextInt(2) == 0;
        }

        batch.Truncated.Clear();
        batch.State.Clear();
        batch.NextState.Clear();
        return batch;
    }

    /// <summary>"goal" of a constant "goal x": programs ask whether an observation is at such a place.</summary>
    private static string Anchor(Schema schema, Generator rng)
    {
        if (schema.Constants.Count == 0) return "";
        var name = schema.Constants[rng.NextInt(schema.Constants.Count)].Name;
        return name.LastIndexOf(' ') is > 0 and var at ? name[..at] : "";
    }

    private static (float Low, float High) Range(Field field, ReadOnlySpan<float> before, ReadOnlySpan<float> after)
    {
        float low = field.Low, high = field.High;
        if (!float.IsFinite(low)) low = Math.Min(Least(before), Least(after)) - 1;
        if (!float.IsFinite(high)) high = Math.Max(Most(before), Most(after)) + 1;
        return (low, high);
    }

    private static float Least(ReadOnlySpan<float> values) => System.Numerics.Tensors.TensorPrimitives.Min(values);

    private static float Most(ReadOnlySpan<float> values) => System.Numerics.Tensors.TensorPrimitives.Max(values);

    private static float Draw(Schema schema, Field field, (float Low, float High) range, string anchor, Generator rng)
    {
        if (field.Kind == FieldKind.Flag) return rng.NextInt(2);
        var choice = rng.NextInt(8);
        if (choice > 1 && schema.Constants.FirstOrDefault(c => c.Name == $"{anchor} {field.Name}") is { } place) return (float)place.Value;
        var uniform = range.Low + (range.High - range.Low) * rng.NextSingle();
        return choice % 2 == 0 ? MathF.Round(uniform) : uniform;
    }

    private sealed class RandomActions(ActionSpace space) : IPolicy
    {
        public void Act(Situations now, Generator rng, Span<float> actions)
        {
            for (var i = 0; i < actions.Length; i++) actions[i] = Draw(space, i / now.Count, rng);
        }

        public static float Draw(ActionSpace space, int component, Generator rng) => space switch
        {
            ActionSpace.Discrete discrete => rng.NextInt(discrete.Count),
            ActionSpace.Box box when float.IsFinite(box.Fields[component].Low) && float.IsFinite(box.Fields[component].High) =>
                box.Fields[component].Low + (box.Fields[component].High - box.Fields[component].Low) * rng.NextSingle(),
            _ => (float)rng.NextNormal(),
        };
    }
}
