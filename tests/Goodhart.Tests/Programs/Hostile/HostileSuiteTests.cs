using Goodhart.Design;

namespace Goodhart.Tests;

/// <summary>
/// Programs that attack their host, each refused or ended by a typed exception in this one process, and programs that do not, none of them refused.
/// </summary>
public sealed class HostileSuiteTests(ITestOutputHelper output)
{
    private static readonly RewardCompiler compiler = new();

    [Fact]
    public void EveryHostileProgram_IsRefusedOrEnds_AndTheHostGoesOn()
    {
        List<string> wrong = [];
        foreach (var program in SuiteProgram.Hostile)
        {
            var run = SuiteRun.Of(program, compiler.Compile);
            output.WriteLine($"{program.Name}: {run.End}  {Shortened(run.Words)}");
            if (!run.IsAllowedBy(program)) wrong.Add($"{program.Name} ({program.Title}): {run.End}, expected {string.Join(" or ", program.Expected)}. {Shortened(run.Words)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(SuiteProgram.Hostile.Count >= 90);
    }

    [Fact]
    public void EveryRefusal_NamesAnIdAndALineOfTheText()
    {
        foreach (var program in SuiteProgram.Hostile)
        {
            var lines = program.Text.Split('\n').Length;
            foreach (var said in compiler.Compile(program.Text, program.Contract).Diagnostics)
            {
                Assert.Matches("^(RP|CS)[0-9]{4}$", said.Id);
                Assert.True(said.Line >= 1 && said.Line <= lines, $"{program.Name}: {Shortened(said.ToString())}");
                Assert.NotEmpty(said.Message);
            }
        }
    }

    [Fact]
    public void NoBenignProgram_IsRefused_AndEachScoresTheSameBitsTwice()
    {
        List<string> wrong = [];
        foreach (var program in SuiteProgram.Benign)
        {
            var compiled = compiler.Compile(program.Text, program.Contract);
            if (compiled.Program is null)
            {
                wrong.Add($"{program.Name}: {string.Join("; ", compiled.Diagnostics)}");
                continue;
            }

            using (compiled.Program)
            {
                var (first, second) = (SuiteRun.Score(compiled.Program), SuiteRun.Score(compiled.Program));
                if (!first.Runs) wrong.Add($"{program.Name}: {first.End} {first.Words}");
                else if (!first.Scores!.SequenceEqual(second.Scores!)) wrong.Add($"{program.Name}: other bits the second time");
                else if (!first.Scores!.All(float.IsFinite)) wrong.Add($"{program.Name}: not finite");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(SuiteProgram.Benign.Count >= 70);
    }

    [Fact]
    public void WhatIsWrittenInAnotherDialect_IsToldWhatToWriteInstead()
    {
        foreach (var program in SuiteProgram.Foreign)
        {
            var compiled = compiler.Compile(program.Text, program.Contract);
            using var accepted = compiled.Program;
            output.WriteLine($"{program.Name}: {(accepted is null ? compiled.Diagnostics[0] : "runs")}");
            if (accepted is null) Assert.True(compiled.Diagnostics.Any(d => d.Suggestion.Length > 0), $"{program.Name}: {string.Join("; ", compiled.Diagnostics)}");
        }
    }

    [Fact]
    public void Cheats_AreSeenForWhatTheyAre()
    {
        foreach (var program in SuiteProgram.Hostile.Where(p => p.Expected.Any(e => e.StartsWith("runs:", StringComparison.Ordinal))))
        {
            var run = SuiteRun.Of(program, compiler.Compile);
            if (!run.Runs) continue;
            var seen = program.Expected.Single(e => e.StartsWith("runs:", StringComparison.Ordinal))[6..];
            float[] rows = [.. run.Scores!.Take(256)];
            Assert.True(seen switch
            {
                "constant" => rows.Distinct().Count() == 1,
                "clipped" => rows.All(score => score == new ProgramLimits().Magnitude),
                "same" => rows.SequenceEqual(SuiteRun.Of(program, compiler.Compile).Scores!.Take(256)) && rows.Distinct().Count() == 1,   // no state reaches the next call
                "fresh" => rows.Take(2).All(score => score == 0) && After(program, rows),
                "zero" => run.Scores!.Skip(256).Zip(rows).All(p => p.First == (p.Second > 0 ? 5 : 0)),
                _ => false,
            }, $"{program.Name} is not seen as {seen}: {string.Join(' ', rows.Take(16))}");
        }
    }

    /// <summary>The first row after an episode's end finds nothing that the episode before it left.</summary>
    private static bool After(SuiteProgram program, float[] scores)
    {
        using var batch = SuiteContracts.Batch(program.Contract, scores.Length, seed: 5);
        for (var i = 2; i < scores.Length; i++)
            if ((batch.Terminated[i - 2] || batch.Truncated[i - 2]) && scores[i] != 0) return false;
        return true;
    }

    private static string Shortened(string words) => words.Length > 300 ? words[..300] + "…" : words;
}
