using System.Diagnostics;
using System.Runtime.InteropServices;
using Goodhart.Design;

namespace Goodhart.Tests;

/// <summary>Attacks from a process whose inner walls are all down: it dies of them, and the host says of what and goes on.</summary>
public sealed class IsolationAttackTests(ITestOutputHelper output)
{
    private static readonly RewardContract cartPole = SuiteContracts.Named("cartpole");

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
        string[] hungry =
        [
            "while (true) list = new object[] { list, new double[100000] };",
            "for (var i = 0; i < 4000; i++) { var p = System.Runtime.InteropServices.Marshal.AllocHGlobal(1 << 20); for (var k = 0; k < 1 << 20; k += 4096) System.Runtime.InteropServices.Marshal.WriteByte(p, k, 1); }",
        ];
        foreach (var lines in hungry)
        {
            using var program = Compile(new(HeapBytes: 128 << 20, DataBytes: 512 << 20), $"double Reward(Obs before, Act action, Obs after) {{ object[] list = null; {lines} return list == null ? 1 : 0; }}", SandboxLayers.None);
            using var batch = SuiteContracts.Batch(cartPole, 1, seed: 1);
            var died = Assert.ThrowsAny<ProgramException>(() => program.ToReward().Score(batch, new float[1]));
            output.WriteLine(died.Message);
            Assert.True(died is ProgramFuelException or ProgramWorkerException { End: WorkerEnd.Memory }, died.ToString());   // the first where the runtime could still say so
            Assert.Contains("memory", died.Message, StringComparison.Ordinal);
        }
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

    private static void Unix() => Assert.SkipUnless(OperatingSystem.IsLinux(), "These limits are the Linux kernel's.");

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
