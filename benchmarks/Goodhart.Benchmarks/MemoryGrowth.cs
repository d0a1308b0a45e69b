using System.Diagnostics;
using Goodhart.Optimization;
using Goodhart.Worlds.Control;

namespace Goodhart.Benchmarks;

/// <summary>Whether a long training run grows: resident memory at its end against resident memory once everything is warm.</summary>
internal static class MemoryGrowth
{
    /// <param name="minutes">Length of the run; the first tenth warms up.</param>
    public static Speed Measure(double minutes)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.GetCurrentProcess();
        var reward = CartPoleRewards.Upright;
        using var trainer = new PolicyGradientTrainer(new CartPole(64), reward, new PolicyGradientOptions(), seed: 1);
        double warm = 0;
        while (watch.Elapsed.TotalMinutes < minutes)
        {
            trainer.Iterate();
            if (warm == 0 && watch.Elapsed.TotalMinutes > minutes / 10) warm = Resident(process);
        }

        return new($"growth of resident memory over {minutes:G3} minutes of PPO ({trainer.Steps / 1e6:F0} M steps)", Resident(process) - warm, "MB", 20, HigherIsBetter: false);
    }

    private static double Resident(Process process)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }
}
