using Goodhart.Design;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests;

/// <summary>Programs for the cart-pole, and batches of it that hold zeros.</summary>
internal static class ProgramBench
{
    public static RewardContract CartPole { get; } = RewardContract.Of(new CartPole(1).Schema);

    /// <summary>A program whose entry has this body, which begins on line 3.</summary>
    public static string Body(string body, string more = "") => $"double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)\n{{\n{body}\n}}\n{more}";

    public static RewardProgram Compile(string text, ProgramLimits? limits = null, SandboxLayers layers = SandboxLayers.All)
    {
        var compiled = new RewardCompiler(limits, layers).Compile(text, CartPole);
        return compiled.Program ?? throw new InvalidOperationException(string.Join('\n', compiled.Diagnostics));
    }

    public static IReadOnlyList<RewardDiagnostic> Refused(string text, ProgramLimits? limits = null, SandboxLayers layers = SandboxLayers.All)
    {
        var compiled = new RewardCompiler(limits, layers).Compile(text, CartPole);
        Assert.False(compiled.Succeeded, "It was not refused:\n" + text);
        return compiled.Diagnostics;
    }

    public static float[] Score(RewardProgram program, Transitions batch)
    {
        var scores = new float[batch.Count];
        program.ToReward().Score(batch, scores);
        return scores;
    }

    /// <summary>The score of one transition of zeros.</summary>
    public static float One(string text)
    {
        using var program = Compile(text);
        using var batch = Batch(1);
        return Score(program, batch)[0];
    }

    public static Transitions Batch(int count)
    {
        var batch = new Transitions(CartPole.Schema, count);
        for (var f = 0; f < 4; f++)
        {
            batch.Observation(f).Clear();
            batch.Next(f).Clear();
        }

        batch.Action().Clear();
        batch.Terminated.Clear();
        batch.Truncated.Clear();
        return batch;
    }
}
