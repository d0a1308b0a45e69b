using Goodhart.Learning;
using Goodhart.Models;
using Goodhart.Runs;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Tests.Learning;

public sealed class RewardTrainerTests : IDisposable
{
    private static readonly TrainingOptions quick = new(Epochs: 10, Batch: 32, LearningRate: 3e-3) { LogEvery = 1, CheckpointEvery = 7 };

    private readonly string root = Directory.CreateTempSubdirectory("goodhart-learning-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static (IReadOnlyList<Pair<float[]>> Pairs, Comparisons Fresh) Data(ulong seed, int count)
    {
        var rng = new Generator(seed);
        var world = new FeaturePreferenceWorld(new(6, new GoldShape.Linear()), rng);
        return (new Annotator("a").Judge(world.Pairs(count, rng), rng).Preferences.ToPairs(), world.Pairs(1000, rng));
    }

    private static FeatureScorer Scorer(ulong seed = 5) => new(6, new(16), new Generator(seed));

    private static TrainingReport Fit(FeatureScorer scorer, IReadOnlyList<Pair<float[]>> pairs, IObjective<Pair<float[]>, float[]> objective, TrainingOptions options, Generator rng, IReadOnlyList<Pair<float[]>>? heldOut = null) =>
        RewardTrainer.Fit(scorer, pairs, objective, options, rng, heldOut, TestContext.Current.CancellationToken);

    private static float[] Flat(FeatureScorer scorer) => scorer.Parameters.Values.ToArray();

    [Fact]
    public void Fit_OnPairsOfALinearGold_LearnsIt()
    {
        var (pairs, fresh) = Data(1, 500);
        using var scorer = Scorer();
        var before = fresh.Accuracy(LearnedReward.Of("before", scorer));
        var report = Fit(scorer, pairs, Objective.Pairwise<float[]>(), quick with { Epochs = 20 }, new Generator(2), heldOut: [.. pairs.Take(100)]);
        Assert.Equal(20 * 16, report.Steps);
        Assert.True(report.HeldOut!.Accuracy > 0.95, $"{report.HeldOut}");
        Assert.True(fresh.Accuracy(LearnedReward.Of("after", scorer)) > 0.93 && before < 0.8);
    }

    [Fact]
    public void Fit_WithTheSameSeed_GivesTheSameBits_WhateverTheMicroBatch()
    {
        var (pairs, _) = Data(1, 100);
        float[] Train(ulong seed, int micro)
        {
            using var scorer = Scorer();
            Fit(scorer, pairs, Objective.Pairwise<float[]>(), quick with { MicroBatch = micro, WeightDecay = 0.1 }, new Generator(seed));
            return Flat(scorer);
        }

        Assert.Equal(Train(3, 0), Train(3, 0));
        Assert.NotEqual(Train(3, 0), Train(4, 0));
        Assert.All(Train(3, 0).Zip(Train(3, 5)), p => Assert.Equal(p.First, p.Second, 2e-4));   // sums in another order
    }

    [Fact]
    public void Fit_KilledAndResumed_GivesTheSameBits()
    {
        var (pairs, _) = Data(1, 100);
        var options = quick with { KeepBest = true, EvaluateEvery = 3 };
        float[] Train(RunFolder run, int killAfter)
        {
            using var scorer = Scorer();
            var seen = 0;
            using var stop = new CancellationTokenSource();
            var trainer = new RewardTrainer<Pair<float[]>, float[]>(scorer, Objective.Pairwise<float[]>(), options, new Generator(3))
            {
                HeldOut = [.. pairs.Take(20)],
                Section = run.Section("rm"),
                Progress = new Told(_ => { if (++seen == killAfter) throw new IOException("killed"); }),
            };
            try { trainer.Fit(pairs, stop.Token); } catch (IOException) when (killAfter > 0) { }
            return Flat(scorer);
        }

        using var whole = RunFolder.Create(root, "whole", new { }, 1, TimeProvider.System);
        using var parts = RunFolder.Create(root, "parts", new { }, 1, TimeProvider.System);
        var expected = Train(whole, 0);
        Train(parts, 17);   // the checkpoint of update 14 is the last
        Train(parts, 12);
        Assert.Equal(expected, Train(parts, 0));
        Assert.Equal(whole.Section("rm").Metrics.Read(), parts.Section("rm").Metrics.Read());
    }

    [Fact]
    public void Fit_WhenCancelled_KeepsTheStateAndGoesOn()
    {
        var (pairs, _) = Data(1, 100);
        float[] Train(RunFolder? run, CancellationTokenSource? stop)
        {
            using var scorer = Scorer();
            var trainer = new RewardTrainer<Pair<float[]>, float[]>(scorer, Objective.Pairwise<float[]>(), quick, new Generator(3))
            {
                Section = run?.Section("rm"),
                Progress = new Told(p => { if (p.Step == 5) stop?.Cancel(); }),
            };
            if (stop is null) trainer.Fit(pairs, TestContext.Current.CancellationToken);
            else Assert.Throws<OperationCanceledException>(() => trainer.Fit(pairs, stop.Token));
            return Flat(scorer);
        }

        using var run = RunFolder.Create(root, "cancelled", new { }, 1, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        Train(run, stop);
        Assert.Equal(5, run.Section("rm").LatestCheckpoint()!.Step);
        Assert.Equal(Train(null, null), Train(run, null));
    }

    [Fact]
    public void Fit_OnANumberThatIsNone_StopsBeforeTheUpdateAndNamesTheRows()
    {
        var (pairs, _) = Data(1, 64);
        Pair<float[]>[] spoilt = [.. pairs.Select((p, i) => i == 40 ? p with { First = [float.NaN, 0, 0, 0, 0, 0], Id = "row forty" } : p)];
        using var scorer = Scorer();
        var stop = Assert.Throws<TrainingNumberException>(() =>
            Fit(scorer, spoilt, Objective.Pairwise<float[]>(), quick with { Shuffle = false, Batch = 8 }, new Generator(1)));
        Assert.Equal(5, stop.Step);
        Assert.Equal(Enumerable.Range(40, 8), stop.Rows);
        Assert.Equal(["row forty"], stop.Ids);
        Assert.Contains("not a number at update 5", stop.Message);
        Assert.All(Flat(scorer), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void Fit_WithSpoiltParameters_FallsBackToTheLastCheckpoint()
    {
        var (pairs, _) = Data(1, 100);
        float[] Clean(long? steps)
        {
            using var scorer = Scorer();
            Fit(scorer, pairs, Objective.Pairwise<float[]>(), quick with { Schedule = new(Decay.None), MaxSteps = steps }, new Generator(3));
            return Flat(scorer);
        }

        using var run = RunFolder.Create(root, "spoilt", new { }, 1, TimeProvider.System);
        using var scorer = Scorer();
        RewardTrainer<Pair<float[]>, float[]> Trainer(long spoilAt) => new(scorer, Objective.Pairwise<float[]>(), quick with { Schedule = new(Decay.None) }, new Generator(3))
        {
            Section = run.Section("rm"),
            Progress = new Told(p => { if (p.Step == spoilAt) scorer.Parameters.Values[3] = float.NaN; }),
        };
        var stop = Assert.Throws<TrainingNumberException>(() => Trainer(9).Fit(pairs, TestContext.Current.CancellationToken));
        Assert.Contains("not a number at update 9; the scorer is as after update 7", stop.Message);
        Assert.Equal(Clean(7), Flat(scorer));
        Trainer(-1).Fit(pairs, TestContext.Current.CancellationToken);   // goes on as if nothing had happened
        Assert.Equal(Clean(null), Flat(scorer));
    }

    [Fact]
    public void Fit_WithPatience_StopsEarlyAndKeepsTheBest()
    {
        var (pairs, fresh) = Data(1, 60);
        Pair<float[]>[] wrong = [.. pairs.Select((p, i) => i % 3 == 0 ? p.Flip() : p)];   // memorising these makes it worse
        using var scorer = Scorer();
        IReadOnlyList<Pair<float[]>> heldOut = new Annotator("a").Judge(fresh, new Generator(1)).Preferences.ToPairs();
        var report = Fit(scorer, wrong, Objective.Pairwise<float[]>(), new(200, 16, 1e-2) { Patience = 5, KeepBest = true }, new Generator(1), heldOut);
        Assert.True(report.StoppedEarly && report.Steps < 800);
        Assert.Equal(report.HeldOut!.Accuracy!.Value, RewardTrainer.Evaluate(scorer, heldOut, Objective.Pairwise<float[]>()).Accuracy!.Value, 1e-12);
    }

    [Fact]
    public void Fit_WithoutWhatItNeeds_SaysSo()
    {
        using var scorer = Scorer();
        var objective = Objective.Pairwise<float[]>();
        Assert.Contains("at least one example", Assert.Throws<ArgumentException>(() => Fit(scorer, [], objective, quick, new Generator(1))).Message);
        Pair<float[]>[] narrow = [new([1, 2], [3, 4], 1)];
        Assert.Contains("Item 0 has 2 features, this scorer reads 6", Assert.Throws<ArgumentException>(() => Fit(scorer, narrow, objective, quick, new Generator(1))).Message);
        Assert.Contains("need held-out examples", Assert.Throws<ArgumentException>(() => Fit(scorer, narrow, objective, quick with { Patience = 2 }, new Generator(1))).Message);
        Pair<float[]>[] one = [new(new float[6], new float[6], 1)];
        Assert.Contains("reads output 3; the scorer has 1", Assert.Throws<ArgumentException>(() => Fit(scorer, one, Objective.Pairwise<float[]>(column: 3), quick, new Generator(1))).Message);
    }

    private sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
