using System.Diagnostics;
using Goodhart.Design;

namespace Goodhart.Tests;

/// <summary>Programs in processes of their own, with the walls inside up.</summary>
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
    public void WhatCallsUsedUp_IsCountedHere()
    {
        const string text = "double Reward(Obs before, Act action, Obs after) { double x = 0; for (int i = 0; i < 10; i++) x += 1e6; return x; }";
        using var here = new RewardCompiler().Compile(text, cartPole).Program!;
        using var there = Compile(new(), text);
        using var batch = SuiteContracts.Batch(cartPole, 50, seed: 1);
        here.ToReward().Evaluate(batch, new float[50]);
        there.ToReward().Evaluate(batch, new float[50]);
        Assert.Equal((50, 50, here.Report.Ticks), (there.Report.Calls, there.Report.Clipped, there.Report.Ticks));
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

    private static RewardProgram Compile(IsolationLimits limits, string text)
    {
        var compiled = new ProgramIsolation(limits).Compile(text, cartPole);
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
}
