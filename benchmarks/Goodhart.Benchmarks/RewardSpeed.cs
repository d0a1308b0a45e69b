using System.Diagnostics;

namespace Goodhart.Benchmarks;

/// <summary>How fast a composed reward is scored, checked and recorded.</summary>
internal static class RewardSpeed
{
    private const int Rows = 4096, Parts = 5, Repetitions = 2000;

    /// <summary>Parts scored per second, each with its finite check and its record, as is the total.</summary>
    /// <exception cref="InvalidOperationException">Scoring allocated.</exception>
    public static Speed Measure()
    {
        using var batch = Batch();
        var reward = Composed();
        var trace = PartTrace.Of(reward);
        var scores = new float[Rows];
        var value = Speed.Median(9, () => Rate(reward, batch, scores, trace));
        return new($"scoring a reward of {Parts} parts with record, batch {Rows}, 1 thread, without allocation", value / 1e6, "M parts/s", 100);
    }

    private static double Rate(IReward<Transitions> reward, Transitions batch, float[] scores, PartTrace trace)
    {
        reward.Evaluate(batch, scores, trace);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Repetitions; i++) reward.Evaluate(batch, scores, trace);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated == 0 ? (double)Rows * Parts * Repetitions / seconds
            : throw new InvalidOperationException($"Scoring {Repetitions} batches allocated {allocated} bytes; expected none.");
    }

    /// <summary>Progress, posture, effort, a bonus for arriving and one for speed; leaves in plain loops, as a user writes them.</summary>
    private static IReward<Transitions> Composed()
    {
        var progress = Reward.From<Transitions>("progress", (batch, scores) =>
        {
            ReadOnlySpan<float> from = batch.Observation("x"), to = batch.Next("x");
            for (var i = 0; i < scores.Length; i++) scores[i] = to[i] - from[i];
        }, "m");
        var tilt = Reward.From<Transitions>("tilt", (batch, scores) =>
        {
            ReadOnlySpan<float> angle = batch.Next("angle");
            for (var i = 0; i < scores.Length; i++) scores[i] = angle[i] * angle[i];
        }, "rad²");
        var effort = Reward.From<Transitions>("effort", (batch, scores) =>
        {
            ReadOnlySpan<float> torque = batch.Action();
            for (var i = 0; i < scores.Length; i++) scores[i] = torque[i] * torque[i];
        }, "N²·m²");
        var arrived = Reward.From<Transitions>("arrived", (batch, scores) =>
        {
            ReadOnlySpan<bool> terminated = batch.Terminated;
            for (var i = 0; i < scores.Length; i++) scores[i] = terminated[i] ? 1 : 0;
        });
        var speed = Reward.From<Transitions>("speed", (batch, scores) => batch.Next("speed").CopyTo(scores), "m/s");
        return Reward.Sum("total", progress.Weighted(1, "1"), tilt.Weighted(-0.5f, "1"), effort.Weighted(-0.01f, "1"), arrived.Weighted(10), speed.Weighted(0.1f, "1"));
    }

    private static Transitions Batch()
    {
        var batch = new Transitions(new([new("x", "m"), new("speed", "m/s"), new("angle", "rad")], new ActionSpace.Box([new("torque", "N·m")])), Rows);
        var rng = new Generator(1);
        for (var f = 0; f < 3; f++)
        {
            rng.Normal(batch.Observation(f));
            rng.Normal(batch.Next(f));
        }

        rng.Normal(batch.Action());
        for (var i = 0; i < Rows; i++) batch.Terminated[i] = batch.Next("x")[i] > 1;
        batch.Truncated.Clear();
        return batch;
    }
}
