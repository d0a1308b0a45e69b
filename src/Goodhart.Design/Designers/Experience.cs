using Goodhart.Worlds;

namespace Goodhart.Design;

/// <summary>Transitions on which programs are tried before anything is trained.</summary>
internal static class Experience
{
    /// <summary>Copies of the world side by side; row r belongs to copy r mod so many.</summary>
    public const int Copies = 8;

    private const int Steps = 64, Imagined = 512;

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
        for (var f = 0; f < schema.Observation.Count; f++)
        {
            var (low, high) = Range(schema.Observation[f], met.Observation(f), met.Next(f));
            foreach (ref var value in batch.Observation(f)) value = Draw(schema, schema.Observation[f], low, high, rng);
            foreach (ref var value in batch.Next(f)) value = Draw(schema, schema.Observation[f], low, high, rng);
        }

        for (var k = 0; k < schema.Actions.Width; k++)
            foreach (ref var value in batch.Action(k)) value = RandomActions.Draw(schema.Actions, k, rng);
        foreach (ref var end in batch.Terminated) end = rng.NextInt(2) == 0;
        batch.Truncated.Clear();
        batch.State.Clear();
        batch.NextState.Clear();
        return batch;
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

    /// <summary>Programs ask whether a number equals a whole one or a constant, so those are drawn more often than chance would.</summary>
    private static float Draw(Schema schema, Field field, float low, float high, Generator rng)
    {
        if (field.Kind == FieldKind.Flag) return rng.NextInt(2);
        var uniform = low + (high - low) * rng.NextSingle();
        return rng.NextInt(4) switch
        {
            0 when schema.Constants.Count > 0 => (float)schema.Constants[rng.NextInt(schema.Constants.Count)].Value,
            0 or 1 => MathF.Round(uniform),
            _ => uniform,
        };
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
