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
        { nameof(SandboxLayers.Text), ["59b-parentheses-short", "88-conditional-chain"] },
        { nameof(SandboxLayers.Api), ["03-exit", "99r-process-id"] },
        { nameof(SandboxLayers.Syntax), ["40-goto", "43-property-recursion", "71b-instance-count"] },
        { nameof(SandboxLayers.Metadata), ["57i-wide-frame-of-small-tuples"] },
        { nameof(SandboxLayers.Fuel), ["37-while-true", "41b-plain-recursion"] },
    };

    [Theory]
    [MemberData(nameof(Walls))]
    public void WithoutAWall_WhatItStopped_GetsThrough(string wall, string[] names)
    {
        var without = new ProgramIsolation(quick, null, SandboxLayers.All & ~Enum.Parse<SandboxLayers>(wall));
        List<string> kept = [];
        foreach (var program in names.Select(SuiteProgram.Named))
        {
            var (down, up) = (SuiteRun.Of(program, without.Compile), SuiteRun.Of(program, new RewardCompiler().Compile));
            var escaped = up.IsAllowedBy(program) && !up.Runs && (down.Runs || down.End == nameof(ProgramWorkerException));
            output.WriteLine($"{wall} down, {program.Name}: {down.End} {(escaped ? "(got through)" : "")} {down.Words}");
            if (!escaped) kept.Add(program.Name);
        }

        Assert.True(kept.Count == 0, $"The wall {wall} is not what stops {string.Join(", ", kept)}.");
    }
}
