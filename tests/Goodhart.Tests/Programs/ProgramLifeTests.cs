using System.Runtime.CompilerServices;
using Goodhart.Design;
using static Goodhart.Tests.ProgramBench;

namespace Goodhart.Tests;

public sealed class ProgramLifeTests
{
    [Fact]
    public void Five_hundred_programs_come_and_go()
    {
        for (var i = 0; i < 20; i++) Cycle(i);
        Collect();
        var before = GC.GetTotalMemory(true);
        WeakReference[] all = [.. Enumerable.Range(20, 500).Select(Cycle)];
        for (var i = 0; i < 20 && all.Any(w => w.IsAlive); i++) Collect();
        Assert.DoesNotContain(all, w => w.IsAlive);
        Assert.InRange(GC.GetTotalMemory(true) - before, long.MinValue, 20_000_000);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Cycle(int number)
    {
        using var program = Compile(Body($"parts[\"a\"] = {number}; return after.Angle + {number};"));
        using var batch = Batch(2);
        Assert.Equal(number, Score(program, batch)[0]);
        return program.Loaded;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    [Fact]
    public void A_program_that_was_disposed_of_says_so()
    {
        var program = Compile(Body("return 1;"));
        var reward = program.ToReward();
        program.Dispose();
        program.Dispose();
        using var batch = Batch(1);
        Assert.Throws<ObjectDisposedException>(() => reward.Score(batch, new float[1]));
        Assert.Throws<ObjectDisposedException>(() => program.ToReward());
    }

    [Fact]
    public void Many_threads_may_compile_and_score_at_once() => Parallel.For(0, 24, i =>
    {
        using var program = Compile(Body($"double s = 0; for (int k = 0; k < {i % 6}; k++) s += k; return s;"));
        using var batch = Batch(300);
        Assert.All(Score(program, batch), s => Assert.Equal((i % 6) * (i % 6 - 1) / 2f, s));
    });

    [Fact]
    public void One_program_scores_for_several_rewards_at_once()
    {
        using var program = Compile(Body("double s = 0; for (int k = 0; k < 100; k++) s += after.Angle; return s;"));
        Parallel.For(0, 8, i =>
        {
            using var batch = Batch(500);
            batch.Next("angle").Fill(i);
            Assert.All(Score(program, batch), s => Assert.Equal(100f * i, s));
        });
    }

    [Fact]
    public void The_same_text_compiles_to_the_same_bytes_and_has_one_hash()
    {
        var text = Body("return 31;");
        using RewardProgram one = Compile(text), windows = Compile(text.Replace("\n", "\r\n", StringComparison.Ordinal)), other = Compile(Body("return 32;"));
        Assert.Equal(one.Hash, windows.Hash);
        Assert.NotEqual(one.Hash, other.Hash);
        Assert.Same(one.Image, windows.Image);
        using var limited = Compile(text, new(Fuel: 10));
        Assert.NotSame(one.Image, limited.Image);
    }

    [Fact]
    public void The_allowed_api_is_small_and_hashed()
    {
        Assert.DoesNotContain("System.IO", AllowedApi.Text, StringComparison.Ordinal);
        Assert.Equal(16, AllowedApi.Hash.Length);
        Assert.Contains("System.Math::Abs Default System.Double`0(System.Double)", AllowedApi.Members);
    }
}
