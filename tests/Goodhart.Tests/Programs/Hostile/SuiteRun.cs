using Goodhart.Design;

namespace Goodhart.Tests;

/// <summary>What became of a program: refused by which layers, ended by which exception, or its scores.</summary>
/// <param name="End">Layers joined by ", ", the name of an exception, or "runs".</param>
/// <param name="Words">First diagnostic or the exception's message.</param>
/// <param name="Scores">Scores of a batch; null unless it runs.</param>
internal sealed record SuiteRun(string End, string Words, float[]? Scores = null)
{
    private const int Rows = 256;

    public bool Runs => Scores is not null;

    /// <summary>Compiles the program, scores a batch of two copies of its world, and drops it.</summary>
    public static SuiteRun Of(SuiteProgram program, Func<string, RewardContract, Compiled> compile)
    {
        Compiled compiled;
        try
        {
            compiled = compile(program.Text, program.Contract);
        }
        catch (ProgramException ended)
        {
            return new(ended.GetType().Name, ended.Message);
        }

        if (compiled.Program is null) return new(string.Join(", ", compiled.Diagnostics.Select(d => d.Layer).Distinct().Order()), compiled.Diagnostics[0].ToString());
        using (compiled.Program) return Score(compiled.Program);
    }

    /// <summary>Scores the same batch as <see cref="Of"/> does, from the beginning of episodes.</summary>
    public static SuiteRun Score(RewardProgram program)
    {
        try
        {
            using var batch = SuiteContracts.Batch(program.Contract, Rows, seed: 5);
            var (reward, scores) = (program.ToReward(), new float[Rows]);
            var trace = PartTrace.Of(reward, keep: true);
            reward.Begin(2);
            reward.Evaluate(batch, scores, trace);
            return new("runs", "", [.. scores, .. trace.Children.SelectMany(part => part.Last.ToArray())]);
        }
        catch (ProgramException ended)
        {
            return new(ended.GetType().Name, ended.Message);
        }
    }

    /// <summary>Whether it ended in a way that the file allows.</summary>
    public bool IsAllowedBy(SuiteProgram program)
    {
        string[] allowed = [.. program.Expected.Select(e => e.Split(':')[0])];
        return End.Split(", ").All(allowed.Contains) || (End != "runs" && allowed.Contains(nameof(ProgramException)) && End.EndsWith("Exception", StringComparison.Ordinal));
    }
}
