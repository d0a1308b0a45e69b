using Goodhart.Feedback;
using Goodhart.Learning;
using Goodhart.Models;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Papers;

/// <summary>Reward models learnt from a few hundred comparisons in the quirk world: a network of two hidden layers of 32, Bradley–Terry, Adam 3e-3, 10 epochs.</summary>
internal static class RmEnsemblesLab
{
    public const int Pairs = 600, Members = 5, Prompts = 20, Each = 8192;

    /// <summary>Draws of the best-of-n curves.</summary>
    public static readonly int[] Ns = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8000];

    private static readonly TrainingOptions training = new(Epochs: 10, Batch: 64, LearningRate: 3e-3, ClipNorm: 1e9) { Schedule = new(Decay.None) };

    /// <summary>What a trained member says of the candidates.</summary>
    /// <param name="Scores">Centred on the candidates: what Bradley–Terry leaves free is taken out. // (prompts × each)</param>
    /// <param name="Accuracy">Share of fresh pairs ordered as the gold does.</param>
    public sealed record Member(double[] Scores, double Accuracy);

    /// <summary>Trains one model and scores with it.</summary>
    /// <param name="body">Seed of the hidden layers.</param>
    /// <param name="head">Seed of the last layer and of the order of the pairs.</param>
    /// <param name="scale">s of the initial weights N(0, s²/fan-in).</param>
    /// <param name="headStd">Standard deviation of the head's initial weights; null for the same rule as the body's.</param>
    public static Member Train(IReadOnlyList<Preference<float[]>> pairs, Candidates<FeatureRows> candidates, Comparisons test, ulong body, ulong head,
        double scale, double? headStd = null, CancellationToken cancellation = default)
    {
        var own = new Generator(head);
        using var scorer = new FeatureScorer(test.First.Width, new(32, 2, Activation.Relu, InitialScale: scale), new(body), own);
        if (headStd is { } std)
            foreach (ref var weight in scorer.Parameters[4]) weight *= (float)(std * Math.Sqrt(32) / scale);
        RewardTrainer.Fit(scorer, pairs.ToPairs(), Objective.Pairwise<float[]>(), training, own, cancellation: cancellation);
        var reward = LearnedReward.Of("member", scorer);
        var scores = candidates.Score(reward);
        var mean = scores.Average();
        for (var i = 0; i < scores.Length; i++) scores[i] -= mean;
        return new(scores, test.Accuracy(reward));
    }

    /// <summary>Members' scores become one, by the library's own aggregates.</summary>
    public static double[] Aggregated(IReadOnlyList<Member> members, Aggregate aggregate)
    {
        var batch = new Batch<int>([.. Enumerable.Range(0, members[0].Scores.Length)]);
        var rewards = members.Select((m, k) => Reward.From<Batch<int>>($"member {k + 1}", (_, scores) =>
        {
            for (var i = 0; i < scores.Length; i++) scores[i] = (float)m.Scores[i];
        }));
        var result = new float[batch.Count];
        Reward.Ensemble("ensemble", [.. rewards], aggregate).Evaluate(batch, result);
        return Array.ConvertAll(result, s => (double)s);
    }

    /// <summary>Seeds side by side, in the order of the seeds.</summary>
    public static T[] Over<T>(PaperRun run, int seeds, Func<ulong, T> measure)
    {
        var results = new T[seeds];
        Parallel.For(0, seeds, new ParallelOptions { CancellationToken = run.Cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => results[i] = measure(Generator.Derive(run.Seed, (ulong)i)));
        return results;
    }

    /// <summary>Means over curves, place by place.</summary>
    public static double[] Mean(IEnumerable<double[]> curves)
    {
        double[][] all = [.. curves];
        return [.. Enumerable.Range(0, all[0].Length).Select(k => all.Average(c => c[k]))];
    }

    /// <summary>(peak − end)/(peak − start) of a curve.</summary>
    public static double Drop(double[] curve) => (curve.Max() - curve[^1]) / (curve.Max() - curve[0]);
}
