using Goodhart.Design;

namespace Goodhart.Tests;

public sealed class CriticSignTests
{
    private static Transitions Rows(params (float Angle, bool Ends)[] rows)
    {
        var batch = new Transitions(CriticFakes.Contract.Schema, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var f = 0; f < batch.Schema.Observation.Count; f++) (batch.Observation(f)[i], batch.Next(f)[i]) = (0, rows[i].Angle);
            (batch.Action()[i], batch.Terminated[i], batch.Truncated[i]) = (0, rows[i].Ends, false);
        }

        return batch;
    }

    private static IReward<Transitions> Compile(string program)
    {
        var compiled = new RewardCompiler().Compile(SignReward.Of(program), CriticFakes.Contract);
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Diagnostics));
        return compiled.Program!.ToReward();
    }

    private static float[] Score(IReward<Transitions> reward, Transitions batch)
    {
        var scores = new float[batch.Count];
        reward.Evaluate(batch, scores);
        return scores;
    }

    [Fact]
    public void Only_signs_are_paid_and_memory_is_each_copys_own_and_cleared_with_its_episode()
    {
        // Two copies side by side: rows 0, 2, 4, 6 are copy 0, the others copy 1. Dense is 3, of which the sign counts, and is paid for a new least angle only.
        using var batch = Rows((.5f, false), (.2f, false), (.6f, false), (.1f, false), (.4f, true), (.3f, false), (.7f, false), (.15f, false));
        var reward = Compile(CriticFakes.Sound);
        reward.Begin(2);
        float[] expected = [.1f, .1f, 0, .1f, -1 + .1f, 0, .1f, 0];
        Assert.Equal(expected, Score(reward, batch), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void A_memory_is_saved_and_goes_on()
    {
        using var first = Rows((.5f, false));
        using var second = Rows((.6f, false));
        IReward<Transitions> one = Compile(CriticFakes.Sound), other = Compile(CriticFakes.Sound);
        Score(one, first);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) Assert.Single(one.EpisodicParts()).Save(writer);
        stream.Position = 0;
        Assert.Single(other.EpisodicParts()).Load(new(stream));
        Assert.Equal([0f], Score(other, second));
        Assert.Equal([.1f], Score(Compile(CriticFakes.Sound), second));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1e-300", 1)]
    [InlineData("-250", -1)]
    public void A_sign_is_of_what_was_written_and_zero_pays_nothing(string sparse, float sign)
    {
        using var batch = Rows((.5f, false));
        Assert.Equal([sign], Score(Compile($"double Reward(Obs before, Act action, Obs after, Parts parts) {{ parts[\"sparse\"] = {sparse}; parts[\"dense\"] = 0 * after.Angle; return 7; }}"), batch));
    }

    [Theory]
    [InlineData("parts[\"sparse\"] = Math.Sqrt(-after.Angle);", "'sparse' was NaN")]
    [InlineData("parts[\"dense\"] = Math.Exp(2000 * after.Angle);", "'dense' was Infinity")]
    [InlineData("return Math.Sqrt(-after.Angle);", "'total' was NaN")]
    public void What_is_no_number_is_a_failure_and_no_sign(string statement, string message)
    {
        using var batch = Rows((.5f, false));
        var reward = Compile($"double Reward(Obs before, Act action, Obs after, Parts parts) {{ parts[\"sparse\"] = 1; parts[\"dense\"] = 1; {statement}{(statement.StartsWith("return", StringComparison.Ordinal) ? "" : " return 0;")} }}");
        Assert.StartsWith(message, Assert.Throws<ProgramValueException>(() => Score(reward, batch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_parts_are_required_and_what_is_no_program_is_left_to_the_compiler()
    {
        Assert.Null(SignReward.Missing(CriticFakes.Sound));
        Assert.StartsWith("The program never writes parts[\"sparse\"] or parts[\"dense\"]", SignReward.Missing(Fakes.Program(1)), StringComparison.Ordinal);
        Assert.StartsWith("The program never writes parts[\"dense\"],", SignReward.Missing(SignFaults.Find("dense-misnamed").Into(CriticFakes.Sound, new(1))), StringComparison.Ordinal);
        Assert.Equal("double Award() { return 1; }", SignReward.Of("double Award() { return 1; }"));
        Assert.Contains("RP0", SignReward.Missing(new string('(', 100) + Fakes.Program(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_compiler_forgives_is_forgiven_here_and_lines_stay()
    {
        var program = "using System;\npublic static " + CriticFakes.Sound.Replace("= 3;", "= 3f;", StringComparison.Ordinal);
        using var batch = Rows((.5f, false));
        Assert.Equal([.1f], Score(Compile(program), batch));
        var wrong = new RewardCompiler().Compile(SignReward.Of(CriticFakes.Sound.Replace("after.Angle) < least", "after.Angel) < least", StringComparison.Ordinal)), CriticFakes.Contract);
        Assert.Equal(6, wrong.Diagnostics[0].Line);
    }
}
