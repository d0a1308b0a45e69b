using System.Diagnostics;
using Goodhart.Learning;
using Goodhart.Models;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Tests.Learning;

/// <summary>Looks at the memory of the whole process, so nothing may run beside it.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("alone")]
public sealed class TrainerMemoryTests
{
    [Fact]
    public void FiveHundredUpdates_LeaveTheWorkingSetAsItWas()
    {
        var rng = new Generator(1);
        var world = new FeaturePreferenceWorld(new(), rng);
        var pairs = new Annotator("a").Judge(world.Pairs(1024, rng), rng).Preferences.ToPairs();
        using var scorer = new FeatureScorer(world.Width, new(Width: 64), rng.Fork());
        Dictionary<long, long> sizes = [];
        var trainer = new RewardTrainer<Pair<float[]>, float[]>(scorer, Objective.Pairwise<float[]>(), new(Epochs: 601, Batch: 1024, LearningRate: 1e-3) { LogEvery = 100 }, rng)
        {
            Progress = new Step(step => sizes[step] = Size()),
        };
        trainer.Fit(pairs, TestContext.Current.CancellationToken);

        // One layer's activations of a batch are 2048·64·4 bytes: an update that leaked them would leave 256 MiB.
        Assert.True(sizes[601] - sizes[101] < 32L << 20, $"{sizes[101] >> 20} MiB after 101 updates, {sizes[601] >> 20} MiB after 601.");
    }

    private static long Size()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private sealed class Step(Action<long> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value.Step);
    }
}
