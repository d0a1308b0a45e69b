using Goodhart.Design;
using static Goodhart.Tests.ProgramBench;

namespace Goodhart.Tests;

public sealed class ProgramRunTests
{
    // Scores of one transition of zeros, worked out by hand.
    [Theory]
    [InlineData("double[] w = { 1, 2, 3 }; double s = 0; foreach (var x in w) s += x; return s;", 6)]
    [InlineData("double[] w = [0.5, 0.25]; var v = new[] { 1.0, 2 }; return w[1] + v[1] + w.Length;", 4.25)]
    [InlineData("Func<double, double> f = x => x * x; var g = (double x) => { if (x > 1) return 1.0; return x; }; return f(3) + g(0.5);", 9.5)]
    [InlineData("var (a, b) = (2.0, 3); (a, b) = (b, 4); return a * 10 + b;", 34)]
    [InlineData("(double Near, int Far) t = (1.5, 2); return t.Near + t.Far;", 3.5)]
    [InlineData("return after.Angle switch { > 0.1 => 1, < -0.1 => 2, _ => 3 };", 3)]
    [InlineData("return (after.Terminal, action.Left) switch { (true, _) => 1, (false, true) => 2, _ => 3 };", 2)]
    [InlineData("return after is { Terminal: false, Angle: >= 0 } ? 1 : 0;", 1)]
    [InlineData("switch (action.Index) { case 0 when after.Terminal: return 1; case 0: return 2; default: return 3; }", 2)]
    [InlineData("double Half(double x) { if (x < 0) return 0; return x / 2; } static double Sq(double x) => x * x; return Half(Sq(4));", 8)]
    [InlineData("int n = 0; while (true) { if (++n > 6) break; if (n % 2 == 0) continue; parts[\"odd\"] += n; } return parts[\"odd\"];", 9)]
    [InlineData("int n = 3; do n--; while (n > 0); for (int i = 0, j = 5; i < j; i++, j--) n++; return n;", 3)]
    [InlineData("const double k = 1.5f; const int m = 3; return k * m / 2f;", 2.25)]
    [InlineData("double F(Func<double, double> g, double x) => g(x); return F(Math.Abs, -3) + F(Math.Sqrt, 16);", 7)]
    [InlineData("void Put(Parts p, double x) { p[\"x\"] = x; } Put(parts, 2); return parts[\"x\"] + parts[\"unwritten\"];", 2)]
    [InlineData("double[][] m = { new[] { 1.0, 2 }, new double[] { 3, 4 } }; m[1][0]++; return m[1][0] + m[0][1];", 6)]
    [InlineData("memory[\"n\"]++; memory[\"n\"] += 2; memory[\"c\", 7] = 5; return memory[\"n\"] + memory[\"c\", 7] + (memory.Has(\"c\", 7) && !memory.Has(\"c\", 8) && memory.Has(\"n\") ? 100 : 0);", 108)]
    [InlineData("int a = 5; a &= 3; a |= 8; return (a ^ 1) + (a << 1) + ~a;", 16)]   // a = 9: 8 + 18 − 10
    [InlineData("return System.Math.Max(1, 2) + double.MaxValue * 0 + (double.IsNaN(double.NaN) ? 1 : 0);", 3)]
    public void Ordinary_code_means_what_it_means(string body, double expected) => Assert.Equal((float)expected, One(Body(body)));

    [Fact]
    public void Methods_may_stand_before_or_after_with_any_modifiers_and_a_using_before_them() => Assert.Equal(7, One("""
        using System;

        private const double Two = 2;
        private static readonly double Three = 3;
        private static double Twice(double x) => Two * x;
        public static double Reward(Obs before, Act action, Obs after)
        {
            return Twice(1.5) + More(y: Three);
        }
        // later
        public double More(double x = 1, double y = 0) { return x + y; }
        """));

    [Theory]
    [InlineData("while (true) { }", "200000 steps")]
    [InlineData("for (;;) ;", "200000 steps")]
    [InlineData("return R(1); double R(double x) => R(x) + 1;", "64 deep")]
    [InlineData("var h = new Func<double, double>[1]; h[0] = x => h[0](x) + 1; return h[0](1);", "64 deep")]
    [InlineData("var a = new double[int.MaxValue]; return a.Length;", "65536 bytes")]
    [InlineData("for (int i = 0; i < 100; i++) { var a = new double[100]; } return 1;", "65536 bytes")]
    [InlineData("Func<double> f = () => 1; for (int i = 0; i < 100000; i++) { var g = f; f = () => g() + 1; } return f();", "65536 bytes")]
    [InlineData("for (int i = 0; i < 10000; i++) memory[\"x\", i] = 1; return 1;", "4096 numbers")]
    public void Running_out_is_a_typed_exception(string body, string said) =>
        Assert.Contains(said, Assert.Throws<ProgramFuelException>(() => One(Body(body))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("var a = new double[2]; return a[2 + action.Index];", "outside of its array")]
    [InlineData("return 1 / action.Index;", "divided by zero")]
    [InlineData("return int.MinValue / (action.Index - 1);", "did not fit")]
    [InlineData("var a = new double[2][]; return a[0][0];", "before it was given a value")]
    [InlineData("var a = new double[action.Index - 1]; return 1;", "negative size")]
    [InlineData("return Math.Clamp(1, 2 + after.Angle, 1);", "Math.Clamp")]
    [InlineData("return Math.Sign(Math.Sqrt(-1));", "NaN")]
    public void Failing_is_a_typed_exception_with_a_remedy(string body, string said)
    {
        var failure = Assert.Throws<ProgramException>(() => One(Body(body)));
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.NotEqual("", failure.Suggestion);
    }

    [Fact]
    public void Fuel_and_depth_hold_at_their_limit()
    {
        string Loop(int turns) => Body($"for (int i = 0; i < {turns}; i++) ; return 1;");
        using (var fits = Compile(Loop(99), new(Fuel: 100))) Assert.Equal(1, Scored(fits));   // one tick for the call
        Assert.Throws<ProgramFuelException>(() => Scored(Compile(Loop(100), new(Fuel: 100))));
        string Down(int n) => Body($"return D({n});", "double D(int n) => n == 0 ? 0 : 1 + D(n - 1);");
        using (var fits = Compile(Down(62))) Assert.Equal(62, Scored(fits));                   // Reward, D(62) … D(0): 64 calls
        Assert.Throws<ProgramFuelException>(() => Scored(Compile(Down(63))));

        static float Scored(RewardProgram program)
        {
            using var batch = Batch(1);
            return Score(program, batch)[0];
        }
    }

    [Fact]
    public void A_number_that_is_none_names_itself_and_a_huge_one_is_clipped_and_counted()
    {
        using var batch = Batch(3);
        using var total = Compile(Body("parts[\"near\"] = 1; return 0 / after.Angle;"));
        Assert.Equal("total", Assert.Throws<ProgramValueException>(() => Score(total, batch)).Component);
        using var part = Compile(Body("parts[\"near\"] = Math.Log(after.Angle); return 1;"));
        Assert.Equal("near", Assert.Throws<ProgramValueException>(() => Score(part, batch)).Component);
        using var huge = Compile(Body("parts[\"near\"] = -1e300; return 2e6;"));
        Assert.Equal([1e6f, 1e6f, 1e6f], Score(huge, batch));
        Assert.Equal((6, 3), (huge.Report.Clipped, huge.Report.Calls));
        using var limit = Compile(Body("return 1e6;"));
        Score(limit, batch);
        Assert.Equal(0, limit.Report.Clipped);
    }

    [Fact]
    public void The_report_tells_walls_ticks_and_bytes()
    {
        using var program = Compile(Body("var a = new double[10]; for (int i = 0; i < 10; i++) a[i] = i; return a[9];"));
        using var batch = Batch(4);
        Score(program, batch);
        Assert.Equal(Enum.GetValues<SandboxLayer>(), program.Report.Passed);
        Assert.Equal((4, 11), (program.Report.Calls, program.Report.Ticks));   // the call and ten turns
        Assert.InRange(program.Report.Bytes, 0, 10_000);                       // 104 for double[10], none where the runtime keeps it on the stack
    }

    [Fact]
    public void The_same_rows_score_the_same_and_a_hidden_state_is_found()
    {
        using var batch = Batch(50);
        new Generator(3).Normal(batch.Next("angle"));
        using var honest = Compile(Body("parts[\"tilt\"] = Math.Sin(after.Angle); return Math.Exp(-after.Angle * after.Angle);"));
        honest.CheckDeterminism(batch);
        using var remembering = Compile(Body("memory[\"n\"] += after.Angle; return memory[\"n\"];"));
        remembering.CheckDeterminism(batch);
        using var hiding = Compile("double seen;\ndouble Reward(Obs before, Act action, Obs after) { seen += after.Angle; return seen; }", layers: SandboxLayers.All & ~SandboxLayers.Syntax);
        Assert.Contains("in another order", Assert.Throws<ProgramException>(() => hiding.CheckDeterminism(batch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scoring_a_long_batch_allocates_nothing_per_row()
    {
        using var program = Compile(Body("parts[\"a\"] = after.Angle; return Math.Abs(after.Position) + (memory[\"n\"] += 1);"));
        using var batch = Batch(4096);
        var (reward, scores) = (program.ToReward(), new float[4096]);
        reward.Score(batch, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) reward.Score(batch, scores);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }
}
