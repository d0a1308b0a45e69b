using System.Diagnostics;
using Goodhart.Learning;
using Goodhart.Models;

namespace Goodhart.Benchmarks;

/// <summary>Whether training a reward model grows: resident memory after 2 000 updates against that after the first 200.</summary>
internal static class TrainingMemory
{
    private const int Steps = 2000, Batch = 8, Length = 24, Vocabulary = 64;

    public static Speed Measure()
    {
        var rng = new Generator(1);
        Encoded Text() => new([.. Enumerable.Range(0, 1 + rng.NextInt(Length)).Select(_ => rng.NextInt(Vocabulary))]);
        Pair<Encoded>[] pairs = [.. Enumerable.Range(0, 400).Select(_ => new Pair<Encoded>(Text(), Text(), rng.NextInt(2)))];
        using var scorer = LanguageScorer.FromScratch(LanguageConfig.Llama(Vocabulary, hidden: 32, layers: 2, heads: 4, positions: Length), 1, rng);
        using var process = Process.GetCurrentProcess();
        double warm = 0;
        var watched = new Watched(progress =>
        {
            if (warm == 0 && progress.Step >= Steps / 10) warm = Resident(process);
        });
        var trainer = new RewardTrainer<Pair<Encoded>, Encoded>(scorer, Objective.Pairwise<Encoded>(), new(Epochs: 1000, Batch, 1e-3) { MaxSteps = Steps }, rng) { Progress = watched };
        trainer.Fit(pairs);
        return new($"growth of resident memory over {Steps} steps of reward training on texts of all lengths", Resident(process) - warm, "MB", 20, HigherIsBetter: false);
    }

    private static double Resident(Process process)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }

    /// <summary>Told at once, on the training's own thread.</summary>
    private sealed class Watched(Action<TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told(value);
    }
}
