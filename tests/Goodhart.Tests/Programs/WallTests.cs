using Goodhart.Design;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Goodhart.Tests.ProgramBench;

namespace Goodhart.Tests;

/// <summary>Each wall stands alone: what it refuses, and what gets through when it is down.</summary>
public sealed class WallTests
{
    private const string frame = "double D(double n) { {0} return 1; }";

    private static string Frame(int tuples) => Body("return D(1);", frame.Replace("{0}",
        "var a = (n, n, n, n, n); var b = (a, a, a); " + string.Concat(Enumerable.Range(0, tuples).Select(i => $"var t{i} = b; F(t{i}.Item1.Item1); ")), StringComparison.Ordinal)
        + " double F(double x) => x;");

    [Theory]
    [InlineData("RP0502", "class C { } double Reward(Obs before, Act action, Obs after) => 1;", "defines the type __Program/C")]
    [InlineData("RP0506", "double Reward(Obs before, Act action, Obs after) { double x = 0; try { x = after.Angle; } finally { x += 1; } return x; }", "catches")]
    [InlineData("RP0502", "static double seen; double Reward(Obs before, Act action, Obs after) => seen;", "static field seen")]
    [InlineData("RP0013", "class C { double F() => 1; } double Reward(Obs before, Act action, Obs after) => 1;", "cannot be metered")]
    public void Metadata_is_judged_even_where_syntax_was_not(string id, string text, string said)
    {
        var found = Refused(text, layers: SandboxLayers.All & ~SandboxLayers.Syntax);
        Assert.Contains(found, d => d.Id == id && d.Message.Contains(said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RP0501", "public static class C { public static void M() => System.IO.File.Delete(\"x\"); }", "System.IO.File")]
    [InlineData("RP0503", "public static class C { public static int M(double x) => checked((int)x); }", "conv.ovf.i4")]
    [InlineData("RP0505", "[System.Serializable] public static class C { [System.Obsolete] public static void M() { } }", "ObsoleteAttribute")]
    [InlineData("RP0502", "public static class C { [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern int getpid(); }", "native code")]
    [InlineData("RP0502", "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] public struct C { [System.Runtime.InteropServices.FieldOffset(0)] public object O; }", "explicit layout")]
    [InlineData("RP0506", "public class C { ~C() { } }", "Finalize")]
    [InlineData("RP0506", "public static class C { static C() { M(); } static void M() { } }", ".cctor")]
    public void Metadata_rules_refuse_what_any_compiler_could_write(string id, string source, string said)
    {
        var runtime = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(f => Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create("x", [CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)],
            runtime.Select(f => MetadataReference.CreateFromFile(f)), new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        Assert.Contains(MetadataRules.Check(stream.ToArray(), ["<Module>", "C"], listed: true), f => f.Id == id && f.Message.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_frame_is_bounded_by_what_was_compiled()
    {
        var refused = Refused(Frame(90))[0];
        Assert.Equal(("RP0504", SandboxLayer.Metadata, 5), (refused.Id, refused.Layer, refused.Line));
        using var through = Compile(Frame(90), layers: SandboxLayers.All & ~SandboxLayers.Metadata);
        using var small = Compile(Frame(5));
    }

    [Theory]
    [InlineData(nameof(SandboxLayers.Api), "return System.Environment.ProcessorCount;")]
    [InlineData(nameof(SandboxLayers.Syntax), "if (after.Angle is var a && a > 1) return a; return 1;")]
    [InlineData(nameof(SandboxLayers.Text), "return (((((((((((((((((((((((((((((((((((((((((((1)))))))))))))))))))))))))))))))))))))))))));")]
    public void Without_a_wall_something_gets_through(string down, string body)
    {
        Refused(Body(body));
        using var through = Compile(Body(body), layers: SandboxLayers.All & ~Enum.Parse<SandboxLayers>(down));
        using var batch = Batch(1);
        Assert.True(float.IsFinite(Score(through, batch)[0]));
    }

    [Fact]
    public void Without_the_meter_or_the_judge_of_results_something_gets_through()
    {
        using var batch = Batch(1);
        var loop = Body("int n = 0; for (int i = 0; i < 300000; i++) n++; return n;");
        Assert.Throws<ProgramFuelException>(() => One(loop));
        using var unmetered = Compile(loop, layers: SandboxLayers.All & ~SandboxLayers.Fuel);
        Assert.Equal(300000, Score(unmetered, batch)[0]);
        using var unjudged = Compile(Body("return 0 / after.Angle;"), layers: SandboxLayers.All & ~SandboxLayers.Result);
        Assert.True(float.IsNaN(Score(unjudged, batch)[0]));
    }
}
