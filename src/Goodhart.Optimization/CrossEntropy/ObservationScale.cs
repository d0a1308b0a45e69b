using Goodhart.Statistics;
using Goodhart.Worlds;

namespace Goodhart.Optimization.CrossEntropy;

/// <summary>Brings every observation field to about [−1, 1]: by its bounds where it has them, else by what a random policy sees.</summary>
/// <param name="Centre">What becomes 0. // (fields)</param>
/// <param name="Factor">By what the distance from it is multiplied. // (fields)</param>
public sealed record ObservationScale(float[] Centre, float[] Factor)
{
    private const int Steps = 32;

    /// <summary>The scale of a world, which is reset and stepped a little where a field has no bounds.</summary>
    /// <returns>The scale, and the steps that were taken over all copies.</returns>
    public static (ObservationScale Scale, long Steps) Of(IWorld world, Generator rng)
    {
        var fields = world.Schema.Observation;
        var (centre, factor) = (new float[fields.Count], new float[fields.Count]);
        for (var f = 0; f < fields.Count; f++)
            if (IsBounded(fields[f])) (centre[f], factor[f]) = ((fields[f].Low + fields[f].High) / 2, 2 / (fields[f].High - fields[f].Low));
        if (fields.All(IsBounded)) return (new(centre, factor), 0);

        var columns = Seen(world, rng);
        for (var f = 0; f < fields.Count; f++)
        {
            if (IsBounded(fields[f])) continue;
            var moments = Moments.Of(columns[f].ToArray());
            (centre[f], factor[f]) = ((float)moments.Mean, moments.Std > 1e-6 ? (float)(1 / moments.Std) : 1);
        }

        return (new(centre, factor), (long)columns.FirstOrDefault(column => column.Count > 0)!.Count);
    }

    private static bool IsBounded(Field field) => float.IsFinite(field.High - field.Low) && field.High > field.Low;

    private static List<double>[] Seen(IWorld world, Generator rng)
    {
        List<double>[] columns = [.. world.Schema.Observation.Select(_ => new List<double>())];
        var (actions, policy) = (new float[world.Schema.Actions.Width * world.Count], Random(world.Schema.Actions));
        world.Reset(rng.NextWord());
        for (var t = 0; t < Steps && !(world.Autoreset == Autoreset.Disabled && (world.Terminated.Contains(true) || world.Truncated.Contains(true))); t++)
        {
            policy(world, rng, actions);
            world.Step(actions);
            for (var f = 0; f < columns.Length; f++)
                foreach (var value in world.Arrived.Slice(f * world.Count, world.Count)) columns[f].Add(value);
        }

        return columns;
    }

    // Where a box is unbounded, standard normal actions stand in for uniform ones.
    private static Action<IWorld, Generator, float[]> Random(ActionSpace space) =>
        space is ActionSpace.Box box && box.Fields.Any(f => !float.IsFinite(f.High - f.Low)) ? (_, rng, actions) => rng.Normal(actions)
        : (world, rng, actions) => new UniformPolicy(space).Act(Situations.Of(world), rng, actions);
}
