using Goodhart.Design;

namespace Goodhart.Tests;

/// <summary>
/// Each wall is needed: with it down and the others up, a program of the suite gets through, runs where it should have been refused, or takes its process with it.
/// Every one is tried in a process of its own, and the same program is stopped when the wall stands.
/// </summary>
public sealed class LayerControlTests(ITestOutputHelper output)
{
    private static readonly IsolationLimits quick = new(TimeoutSeconds: 5, CompileSeconds: 20);

    public static TheoryData<string, string[]> Walls => new()
    {
        { nameof(SandboxLayers.Text), ["59-parentheses", "64b-large-literal", "65d-bidi", "88-conditional-chain"] },
        { nameof(SandboxLayers.Api), ["72-hash-code", "02-print", "06-read-the-environment", "72b-time"] },
        { nameof(SandboxLayers.Syntax), ["71c-readonly-array", "30-static-initialiser", "29-static-constructor", "47-finally", "98-attribute"] },
        { nameof(SandboxLayers.Metadata), ["57b-tuple-bomb", "57c-tuple-frames", "22-own-dll-import"] },
        { nameof(SandboxLayers.Fuel), ["37-while-true", "41b-plain-recursion", "52-huge-array"] },
    };

    [Theory]
    [MemberData(nameof(Walls))]
    public void WithoutAWall_SomethingGetsThrough(string wall, string[] names)
    {
        var without = new ProgramIsolation(quick, null, SandboxLayers.All & ~Enum.Parse<SandboxLayers>(wall));
        var through = 0;
        foreach (var program in names.Select(SuiteProgram.Named))
        {
            var (down, up) = (SuiteRun.Of(program, without.Compile), SuiteRun.Of(program, new RewardCompiler().Compile));
            var escaped = up.IsAllowedBy(program) && !up.Runs && (down.Runs || down.End == nameof(ProgramWorkerException));
            output.WriteLine($"{wall} down, {program.Name}: {down.End} {(escaped ? "(got through)" : "")} {down.Words}");
            if (escaped) through++;
        }

        Assert.True(through > 0, $"Without the wall {wall} nothing of {string.Join(", ", names)} gets through.");
    }
}
