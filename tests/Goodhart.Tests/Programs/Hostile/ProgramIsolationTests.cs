using System.Diagnostics;
using System.Runtime.InteropServices;
using Goodhart.Design;

namespace Goodhart.Tests;

/// <summary>Programs in processes of their own, with the walls inside up and down.</summary>
public sealed class ProgramIsolationTests(ITestOutputHelper output)
{
    private static readonly RewardContract cartPole = SuiteContracts.Named("cartpole");

    [Fact]
    public void APrograms_ScoresAndParts_AreThoseOfThisProcess()
    {
        foreach (var name in (string[])["commented", "memory-visits", "craft-first-time", "pendulum-energy"])
        {
            var program = SuiteProgram.Named(name);
            var here = SuiteRun.Of(program, new RewardCompiler().Compile);
            var there = SuiteRun.Of(program, new ProgramIsolation(new(BatchRows: 100)).Compile);
            Assert.True(here.Runs, here.Words);
            Assert.Equal(here.Scores, there.Scores);
        }
    }

    [Fact]
    public void ARefusal_ComesBackWithItsDiagnostics()
    {
        const string text = "double Reward(Obs before, Act action, Obs after)\n{\n    return after.Speed;\n}";
        var (here, there) = (new RewardCompiler().Compile(text, cartPole), new ProgramIsolation().Compile(text, cartPole));
        Assert.False(there.Succeeded);
        Assert.Equal(here.Diagnostics, there.Diagnostics);
    }

    [Fact]
    public void AnExceptionOfTheProgram_ComesBackTyped_AndTheProcessLivesOn()
    {
        using var program = Compile(new(), "double Reward(Obs before, Act action, Obs after) => after.Angle > 0 ? Math.Log(-1.0) : 1;");
        var reward = program.ToReward();
        using var bad = SuiteContracts.Batch(cartPole, 64, seed: 1);
        var ended = Assert.Throws<ProgramValueException>(() => reward.Score(bad, new float[64]));
        Assert.Equal("total", ended.Component);
        var id = ((IsolatedReward)reward).ProcessId;
        bad.Next("angle").Fill(-1);
        var scores = new float[64];
        reward.Evaluate(bad, scores);
        Assert.All(scores, score => Assert.Equal(1, score));
        Assert.Equal(id, ((IsolatedReward)reward).ProcessId);
    }

    [Fact]
    public void AChildKilledFromOutside_IsReported_AndTheNextBatchHasAFreshOne()
    {
        using var program = Compile(new(), "double Reward(Obs before, Act action, Obs after) => 1;");
        var reward = (IsolatedReward)program.ToReward();
        using var batch = SuiteContracts.Batch(cartPole, 8, seed: 1);
        var scores = new float[8];
        reward.Evaluate(batch, scores);
        var first = reward.ProcessId!.Value;
        using (var child = Process.GetProcessById(first))
        {
            child.Kill();
            child.WaitForExit();
        }

        try
        {
            reward.Evaluate(batch, scores);   // the death may be noticed before the question or after it
        }
        catch (ProgramWorkerException died)
        {
            Assert.Equal(WorkerEnd.Killed, died.End);
        }

        reward.Evaluate(batch, scores);
        Assert.NotEqual(first, reward.ProcessId);
    }

    [Fact]
    public void AMemoryThatDiedWithItsChild_IsNotMadeUp()
    {
        using var program = Compile(new(), SuiteProgram.Named("memory-count").Text);
        var reward = (RememberingIsolatedReward)program.ToReward();
        using var batch = SuiteContracts.Batch(cartPole, 8, seed: 1);
        reward.Begin(2);
        reward.Evaluate(batch, new float[8]);
        using (var child = Process.GetProcessById(reward.ProcessId!.Value))
        {
            child.Kill();
            child.WaitForExit();
        }

        Assert.Throws<ProgramWorkerException>(() => reward.Evaluate(batch, new float[8]));
        var told = Assert.Throws<ProgramWorkerException>(() => reward.Evaluate(batch, new float[8]));
        Assert.Contains("Begin new episodes", told.Message, StringComparison.Ordinal);
        reward.Begin(2);
        reward.Evaluate(batch, new float[8]);
    }

    [Fact]
    public void ASavedMemory_ContinuesWhereItStood()
    {
        using var program = Compile(new(), SuiteProgram.Named("memory-visits").Text);
        using var batch = SuiteContracts.Batch(cartPole, 64, seed: 1);
        var (one, two, expected, actual) = (program.ToReward(), program.ToReward(), new float[64], new float[64]);
        one.Begin(2);
        two.Begin(2);
        one.Evaluate(batch, expected);
        var saved = new MemoryStream();
        ((IEpisodic)one).Save(new(saved));
        one.Evaluate(batch, expected);
        saved.Position = 0;
        ((IEpisodic)two).Load(new(saved));
        two.Evaluate(batch, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void ALongWorkingChild_HandsItsMemoryToAFreshOne()
    {
        var text = SuiteProgram.Named("memory-count").Text.Replace("memory[\"steps\"] += 1;", "memory[\"steps\"] += 1;\nfor (var i = 0; i < 150000; i++) ;", StringComparison.Ordinal);
        using var program = Compile(new(CpuSeconds: 8), text.Replace("memory[\"steps\"] < 100 ? 1 : 1.5", "memory[\"steps\"]", StringComparison.Ordinal));
        using var batch = SuiteContracts.Batch(cartPole, 200, seed: 1);
        batch.Terminated.Clear();
        batch.Truncated.Clear();
        var (reward, scores, processes) = ((IsolatedReward)program.ToReward(), new float[200], new HashSet<int?>());
        reward.Begin(1);
        for (var k = 0; k < 1000 && processes.Count < 2; k++)
        {
            reward.Evaluate(batch, scores);
            processes.Add(reward.ProcessId);
            Assert.Equal(200f * (k + 1), scores[^1]);
        }

        Assert.Equal(2, processes.Count);
    }

    [Fact]
    public void ALoopThatNeverEnds_IsKilled_WhenNoWallStopsIt()
    {
        using var program = Compile(new(TimeoutSeconds: 1), SuiteProgram.Named("37-while-true").Text, SandboxLayers.None);
        var reward = (IsolatedReward)program.ToReward();
        using var batch = SuiteContracts.Batch(cartPole, 8, seed: 1);
        var clock = Stopwatch.StartNew();
        var died = Assert.Throws<ProgramWorkerException>(() => reward.Evaluate(batch, new float[8]));
        Assert.Equal(WorkerEnd.TimedOut, died.End);
        Assert.Null(reward.ProcessId);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
    }

    [Theory]
    [InlineData("03-exit", WorkerEnd.Crashed)]
    [InlineData("04-fail-fast", WorkerEnd.Crashed)]
    [InlineData("41b-plain-recursion", WorkerEnd.Crashed)]
    public void AChildThatDies_SaysOfWhat(string name, WorkerEnd end) => Assert.Equal(end, Death(new(), SuiteProgram.Named(name).Text).End);

    [Fact]
    public void AChildThatEatsMemory_IsEndedByItsLimit_OnTheHeapAndOffIt()
    {
        Unix();
        Assert.Equal(WorkerEnd.Memory, Death(new(), SuiteProgram.Named("52-huge-array").Text).End);
        var heap = Death(new(HeapBytes: 128 << 20), "double Reward(Obs before, Act action, Obs after) { var list = new System.Collections.ArrayList(); while (true) list.Add(new double[100000]); }");
        Assert.Equal(WorkerEnd.Memory, heap.End);
        var native = Death(new(DataBytes: 512 << 20), """
            double Reward(Obs before, Act action, Obs after)
            {
                for (var i = 0; i < 4000; i++)
                {
                    var p = System.Runtime.InteropServices.Marshal.AllocHGlobal(1 << 20);
                    for (var k = 0; k < 1 << 20; k += 4096) System.Runtime.InteropServices.Marshal.WriteByte(p, k, 1);
                }
                return 1;
            }
            """);
        Assert.Equal(WorkerEnd.Memory, native.End);
    }

    [Fact]
    public void AChildThatSpendsProcessorTime_IsEndedByItsLimit()
    {
        Unix();
        var died = Death(new(CpuSeconds: 3, TimeoutSeconds: 60), SuiteProgram.Named("37-while-true").Text);
        Assert.Equal(WorkerEnd.Cpu, died.End);
    }

    [Fact]
    public void AChildThatAnswersNonsense_IsNotBelieved()
    {
        var died = Death(new(), """
            double Reward(Obs before, Act action, Obs after)
            {
                var pipe = System.Console.OpenStandardOutput();
                pipe.Write(new byte[] { 255, 255, 255, 127, 66, 0, 0, 0 });
                pipe.Flush();
                return 1;
            }
            """);
        Assert.Equal(WorkerEnd.Protocol, died.End);
        var scores = Death(new(), """
            double Reward(Obs before, Act action, Obs after)
            {
                var pipe = System.Console.OpenStandardOutput();
                pipe.Write(new byte[] { 5, 0, 0, 0, 66, 0, 0, 192, 127 });
                pipe.Flush();
                return 1;
            }
            """);
        Assert.Equal(WorkerEnd.Protocol, scores.End);
    }

    [Fact]
    public void AChild_InheritsNothing_MayWriteNothing_AndHasAFolderOfItsOwn()
    {
        Unix();
        var handle = Duplicate(1);   // without close-on-exec: every ordinary child would inherit it
        using var program = Compile(new(), "double Reward(Obs before, Act action, Obs after) { System.IO.File.WriteAllText(\"here\", \"x\"); return 1; }", SandboxLayers.None);
        var reward = (IsolatedReward)program.ToReward();
        using var batch = SuiteContracts.Batch(cartPole, 1, seed: 1);
        Assert.ThrowsAny<ProgramException>(() => reward.Evaluate(batch, new float[1]));
        using var alive = Compile(new(), "double Reward(Obs before, Act action, Obs after) => 1;");
        var other = (IsolatedReward)alive.ToReward();
        other.Evaluate(batch, new float[1]);
        var folder = $"/proc/{other.ProcessId}";
        var environment = File.ReadAllText($"{folder}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(environment, entry => Assert.Matches("^(DOTNET_|TMPDIR=|PWD=|_=|SHLVL=|OLDPWD=)", entry));
        var work = new DirectoryInfo($"{folder}/cwd").ResolveLinkTarget(returnFinalTarget: false)!.FullName;
        Assert.Contains("goodhart-worker-", work, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(work));
        var inherited = new FileInfo($"/proc/self/fd/{handle}").LinkTarget;
        Assert.DoesNotContain(Directory.GetFiles($"{folder}/fd"), fd => int.Parse(Path.GetFileName(fd), System.Globalization.CultureInfo.InvariantCulture) > 2 && new FileInfo(fd).LinkTarget == inherited);
        _ = Close(handle);
        alive.Dispose();
        Assert.False(Directory.Exists(work));
    }

    [Fact]
    public void AMissingWorker_IsNamed_WithWhatToDo()
    {
        using var folder = new TempFolder();
        var missing = Assert.Throws<ProgramWorkerException>(() => WorkerLaunch.Find(folder.Path));
        Assert.Equal(WorkerEnd.NotStarted, missing.End);
        Assert.Contains(folder.Path, missing.Message, StringComparison.Ordinal);
        Assert.Contains("Reference Goodhart.Worker", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADisposedProgram_LeavesNoChild()
    {
        var program = Compile(new(), "double Reward(Obs before, Act action, Obs after) => 1;");
        var (one, two) = ((IsolatedReward)program.ToReward(), (IsolatedReward)program.ToReward());
        using var batch = SuiteContracts.Batch(cartPole, 1, seed: 1);
        one.Evaluate(batch, new float[1]);
        two.Evaluate(batch, new float[1]);
        int[] ids = [one.ProcessId!.Value, two.ProcessId!.Value];
        Assert.NotEqual(ids[0], ids[1]);
        program.Dispose();
        Assert.All(ids, id => Assert.False(Running(id)));
        Assert.Throws<ObjectDisposedException>(() => one.Evaluate(batch, new float[1]));
    }

    [Fact]
    public void Limits_ThatCannotBe_AreRefused()
    {
        Assert.Contains("HeapBytes", Assert.Throws<ArgumentOutOfRangeException>(() => new IsolationLimits(HeapBytes: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("DataBytes", Assert.Throws<ArgumentOutOfRangeException>(() => new IsolationLimits(DataBytes: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("CpuSeconds", Assert.Throws<ArgumentOutOfRangeException>(() => new IsolationLimits(CpuSeconds: 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_KeepThePipeFast()
    {
        using var program = Compile(new(), SuiteProgram.Named("upright").Text);
        var reward = program.ToReward();
        using var batch = SuiteContracts.Batch(cartPole, 4096, seed: 1);
        var scores = new float[4096];
        for (var warm = 0; warm < 50; warm++) reward.Score(batch, scores);
        var clock = Stopwatch.StartNew();
        for (var k = 0; k < 200; k++) reward.Score(batch, scores);
        var rate = 200 * 4096 / clock.Elapsed.TotalSeconds;
        output.WriteLine($"{rate / 1e6:0.00} M transitions/s through the pipe");
        Assert.True(rate > 100_000, $"{rate:0} transitions/s");
    }

    private static ProgramWorkerException Death(IsolationLimits limits, string text)
    {
        using var program = Compile(limits, text, SandboxLayers.None);
        using var batch = SuiteContracts.Batch(cartPole, 1, seed: 1);
        return Assert.Throws<ProgramWorkerException>(() => program.ToReward().Score(batch, new float[1]));
    }

    private static RewardProgram Compile(IsolationLimits limits, string text, SandboxLayers layers = SandboxLayers.All)
    {
        var compiled = new ProgramIsolation(limits, null, layers).Compile(text, cartPole);
        return compiled.Program ?? throw new InvalidOperationException(string.Join('\n', compiled.Diagnostics));
    }

    private static bool Running(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Unix() => Assert.SkipUnless(OperatingSystem.IsLinux(), "These limits are the Linux kernel's.");

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
