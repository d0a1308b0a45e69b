using System.Diagnostics;
using Goodhart.Design;
using Goodhart.Worlds.Control;

namespace Goodhart.Benchmarks;

/// <summary>How fast a reward program is scored through its box, and how fast it gets there.</summary>
internal static class ProgramSpeed
{
    private const int Rows = 4096, Repetitions = 200;
    private static readonly Schema schema = new CartPole(1).Schema;
    private static readonly RewardContract contract = RewardContract.Of(schema);

    /// <summary>Some 20 operations, three components, a branch and a helper.</summary>
    private const string text = """
        const double Reach = 0.2;

        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            double upright = 1 - Math.Abs(after.Angle) / Reach;
            double centre = -0.1 * Square(after.Position);
            double calm = -0.01 * Math.Abs(after.AngularVelocity) - 0.001 * Square(after.Velocity - before.Velocity);
            parts["upright"] = upright;
            parts["centre"] = centre;
            parts["calm"] = calm;
            double total = upright + centre + calm;
            if (after.Terminal) total -= 10;
            return action.Left ? total - 0.01 : total;
        }

        double Square(double x) => x * x;
        """;

    /// <summary>Transitions scored per second, gathered, metered, checked and with their components.</summary>
    /// <exception cref="InvalidOperationException">Scoring allocated.</exception>
    public static Speed Score()
    {
        using var program = Program(text);
        using var batch = Batch();
        var (reward, scores) = (program.ToReward(), new float[Rows]);
        var value = Speed.Median(9, () => Rate(reward, batch, scores));
        return new($"scoring a reward program of 20 operations, batch {Rows}, 1 thread, without allocation", value / 1e6, "M transitions/s", 10);
    }

    /// <summary>Time of a metered call over that of the same program without its meter.</summary>
    public static Speed Overhead()
    {
        using RewardProgram metered = Program(text), free = new RewardCompiler(null, SandboxLayers.All & ~SandboxLayers.Fuel).Compile(text, contract).Program!;
        using var batch = Batch();
        var (with, without, scores) = (metered.ToReward(), free.ToReward(), new float[Rows]);
        var ratio = Speed.Median(9, () => Rate(without, batch, scores) / Rate(with, batch, scores));
        return new("metered over unmetered time of that program", ratio, "×", 2, HigherIsBetter: false);
    }

    /// <summary>Compiling a program that was not seen before, when the compiler is warm.</summary>
    public static Speed Compile()
    {
        var number = 0;
        var value = Speed.Median(31, () =>
        {
            var start = Stopwatch.GetTimestamp();
            using var program = Program(text.Replace("0.001", $"0.001{++number}", StringComparison.Ordinal));
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        return new("compiling a new reward program through every wall, warm, 1 thread", value, "ms", 60, HigherIsBetter: false);
    }

    /// <summary>Compiling a program that was seen before.</summary>
    public static Speed Cached()
    {
        var value = Speed.Median(101, () =>
        {
            var start = Stopwatch.GetTimestamp();
            using var program = Program(text);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        return new("compiling a reward program that was compiled before", value, "ms", 1, HigherIsBetter: false);
    }

    private static RewardProgram Program(string text) => new RewardCompiler().Compile(text, contract) is { Program: { } program } ? program
        : throw new InvalidOperationException("The benchmark's program was refused.");

    private static double Rate(IReward<Transitions> reward, Transitions batch, float[] scores)
    {
        for (var i = 0; i < 3; i++) reward.Evaluate(batch, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Repetitions; i++) reward.Evaluate(batch, scores);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated < Repetitions ? (double)Rows * Repetitions / seconds
            : throw new InvalidOperationException($"Scoring {Repetitions} batches allocated {allocated} bytes; expected none.");
    }

    private static Transitions Batch()
    {
        var batch = new Transitions(schema, Rows);
        var rng = new Generator(1);
        for (var f = 0; f < schema.Observation.Count; f++)
        {
            rng.Normal(batch.Observation(f));
            rng.Normal(batch.Next(f));
        }

        batch.Action().Clear();
        for (var i = 0; i < Rows; i++) (batch.Action()[i], batch.Terminated[i]) = (i % 2, i % 50 == 0);
        batch.Truncated.Clear();
        return batch;
    }
}
