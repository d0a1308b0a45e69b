using Goodhart.Worlds;

namespace Goodhart.Tests.Worlds;

/// <summary>Scores the first episode of every copy of a world under a scripted action.</summary>
internal static class Episodes
{
    /// <summary>Mean over copies of two rewards' sums over the first episode.</summary>
    public static (double First, double Second) Mean(IWorld world, int steps, Func<float[], int, float> act, IReward<Transitions> first, IReward<Transitions> second)
    {
        var policy = new Chosen(act);
        using var record = Rollout.Collect(world, policy, steps, new(1));
        return (Mean(record, world.Count, first), Mean(record, world.Count, second));
    }

    /// <summary>Mean over copies of a reward's sum over the first episode of a rollout.</summary>
    public static double Mean(Transitions record, int count, IReward<Transitions> reward)
    {
        var scores = new float[record.Count];
        reward.Evaluate(record, scores);
        var over = new bool[count];
        var sum = 0.0;
        for (var row = 0; row < record.Count; row++)
        {
            if (over[row % count]) continue;
            sum += scores[row];
            over[row % count] = record.Terminated[row] || record.Truncated[row];
        }

        return sum / count;
    }

    private sealed class Chosen(Func<float[], int, float> act) : IPolicy
    {
        public void Act(Situations now, Generator rng, Span<float> actions)
        {
            var fields = now.Fields.ToArray();
            for (var n = 0; n < now.Count; n++) actions[n] = act(fields, n);
        }
    }
}
