using System.Diagnostics;
using Goodhart.Runs;

namespace Goodhart.Tests;

/// <summary>A run in a process of its own, killed without warning.</summary>
public sealed class KillTests
{
    /// <summary>Length and checksum behind a checkpoint's state.</summary>
    private const int Tail = 40;

    private const string Study = """
        name: killed
        world: tomato-toy
        proxy: apparent tomatoes
        truth: wet tomatoes
        base: uniform
        seeds: 1
        episodes: 16
        arms:
          - {name: held, method: ppo, regulariser: occupancy-sqrt-chi2, lambda: 0.01, steps: 24576, environments: 8, rolloutSteps: 64, minibatch: 128}
        """;

    [Fact]
    public async Task NSteps_EqualHalfOfThem_Kill9_Resume_AndTheOtherHalf_BitForBit()
    {
        using var temp = new TempFolder();
        var file = temp.File("study.yaml", Study);
        Assert.Equal(0, await Finished(Start("run", file, "-q", "--out", temp.In("straight"))));

        using (var killed = Start("run", file, "-q", "--out", temp.In("killed")))
        {
            await Until(() => Checkpoints(temp.In("killed")) >= 2, killed);
            killed.Kill();   // SIGKILL: nothing gets a chance to save
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(0, killed.ExitCode);
        }

        var folder = Directory.GetDirectories(temp.In("killed")).Single();
        Assert.Equal(0, await Finished(Start("run", "--resume", folder, "-q")));
        var straight = Directory.GetDirectories(temp.In("straight")).Single();
        Assert.Equal(State(straight), State(folder));
        Assert.Equal(Measured(straight), Measured(folder));
    }

    /// <summary>Everything the last checkpoint holds: networks, optimisers, random state, world, what was measured.</summary>
    private static byte[] State(string folder)
    {
        using var run = RunFolder.Open(folder);
        var section = run.Section("held/seed-1");
        byte[] state = [];
        section.LoadCheckpoint(section.LatestCheckpoint()!, reader => state = reader.ReadBytes((int)(reader.BaseStream.Length - reader.BaseStream.Position) - Tail));
        Assert.True(state.Length > 100_000);
        return state;
    }

    private static IEnumerable<(long, string, double)> Measured(string folder)
    {
        using var run = RunFolder.Open(folder);
        return [.. run.Section("held/seed-1").Metrics.Read().Select(m => (m.Step, m.Tag, m.Value))];
    }

    private static int Checkpoints(string root) => Directory.Exists(root) ? Directory.GetFiles(root, "*.ckpt", SearchOption.AllDirectories).Length : 0;

    private static async Task Until(Func<bool> happened, Process process)
    {
        while (!happened())
        {
            Assert.False(process.HasExited, "The run ended before it could be killed.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<int> Finished(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode;
        }
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
        ["exec", Path.Combine(AppContext.BaseDirectory, "goodhart.dll"), .. arguments])
    { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
