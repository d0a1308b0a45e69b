using Goodhart.Audit;
using Goodhart.Design;
using Goodhart.Statistics;
using Goodhart.Worlds;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests;

/// <summary>A training whose outcome is a function of the program and the seed: fitness is highest where the mean reward of fixed transitions is near 1.</summary>
internal sealed class FakeTraining : ITraining
{
    private int trained;

    public string Name => "fake";

    public int Trained => trained;

    /// <summary>Told before each training with how many there were; may throw or cancel.</summary>
    public Action<int>? Before { get; init; }

    public Func<double, Judgement> Judge { get; init; } = mean => Judgements.Of(Verdict.Improving, mean, mean);

    /// <summary>Asked with share and best, in order of time, whether the training is given up.</summary>
    public List<(double Share, double Best)> Asked { get; } = [];

    public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default)
    {
        var number = Interlocked.Increment(ref trained);
        Before?.Invoke(number);
        cancellation.ThrowIfCancellationRequested();
        using var batch = Transitions();
        var (scores, trace) = (new float[batch.Count], PartTrace.Of(reward));
        reward.Begin(batch.Count);
        reward.Evaluate(batch, scores, trace);
        var mean = trace.Mean;
        var top = 1 / (1 + Math.Abs(mean - 1)) + 0.01 * new Generator(seed).NextDouble();
        var (steps, values) = (new List<long>(), new List<double>());
        var stopped = false;
        for (var i = 1; i <= 10 && !stopped; i++)
        {
            steps.Add(100 * i);
            values.Add(top * i / 10);
            if (hopeless is not null) lock (Asked) Asked.Add((i / 10.0, values.Max()));
            stopped = hopeless?.Invoke(i / 10.0, values.Max()) ?? false;
        }

        TrackedCurve Curve(string name, Func<int, double> at) => new(name, steps, [.. Enumerable.Range(0, steps.Count).Select(at)]);
        return new(values.Max(), values[^1], null,
            [Curve(Outcome.TaskScore, i => values[i]), Curve(Outcome.Total, i => mean * i), .. trace.Children.Select(c => Curve(c.Path.Split('/')[^1], i => c.Mean * i))],
            0.5, Judge(mean), steps[^1], stopped);
    }

    /// <summary>Angles 0, 0.01, … of a cart pole.</summary>
    private static Transitions Transitions()
    {
        var batch = new Transitions(Fakes.World.Create(1).Schema, 20);
        for (var i = 0; i < batch.Count; i++)
        {
            for (var f = 0; f < batch.Schema.Observation.Count; f++) (batch.Observation(f)[i], batch.Next(f)[i]) = (0.01f * i, 0.01f * i);
            (batch.Action()[i], batch.Terminated[i], batch.Truncated[i]) = (i % 2, false, false);
        }

        return batch;
    }
}

internal static class Judgements
{
    public static Judgement Of(Verdict verdict, double reward, double fitness)
    {
        static Interval At(double value) => new(value, value - 0.01, value + 0.01);
        return new("arm", verdict, "Because.", null, At(fitness), At(reward), At(0), 0.05, null, []);
    }
}

/// <summary>Writes programs with a drawn weight, from the best of the rounds before where there is one.</summary>
internal sealed class WeightDesigner(Func<DesignRound, int, string>? text = null) : IDesigner
{
    public string Name => "weights";

    public IRewardWriter Begin(DesignBrief brief) => new Writer(text);

    private sealed class Writer(Func<DesignRound, int, string>? text) : IRewardWriter
    {
        public List<string> Told { get; } = [];

        public IReadOnlyList<Draft> Write(DesignRound round)
        {
            var best = round.Before.Where(c => c.Outcome is not null).MaxBy(c => c.Fitness);
            return [.. Enumerable.Range(0, round.Samples).Select(i => new Draft(text?.Invoke(round, i) ?? Fakes.Program(4 * round.Rng.NextDouble()), "drawn", best is null ? [] : [best.Id]))];
        }

        public void Reflect(DesignRound round, IReadOnlyList<Candidate> candidates) => Told.AddRange(candidates.Select(c => c.Id));
    }
}

internal static class Fakes
{
    public static WorldEntry World { get; } = WorldCatalogue.Find("cartpole");

    public static DesignTask Task { get; } = new("balance", "Keep the pole upright.", HeldOut<Transitions>.Of(CartPoleRewards.All[0]));

    public static string Program(double weight) => FormattableString.Invariant($$"""
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            double upright = {{weight:R}} * (1 - Math.Abs(after.Angle));
            parts["upright"] = upright;
            return upright;
        }
        """);

    public static DesignRequest Request(IDesigner? designer = null, ITraining? training = null, DesignOptions? options = null) =>
        new(World, Task, training ?? new FakeTraining(), designer ?? new WeightDesigner(), options ?? new(Samples: 4, Rounds: 3, Finalists: 2, FreshSeeds: 3)) { Parallel = 2 };

    /// <summary>All of a result but what depends on the clock.</summary>
    public static string Facts(DesignResult result) => System.Text.Json.JsonSerializer.Serialize(result, LineageFile.Json);
}
