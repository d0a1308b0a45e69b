using Goodhart.Design;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests;

public sealed class FaultyCodeTests
{
    private const string Program = """
        double Upright(double angle) { return 1 - Math.Abs(angle) / 0.2; }

        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            if (after.Terminal) return -1;
            double upright = Upright(after.Angle);
            parts["upright"] = upright;
            return upright - (action.Left ? 0.5 : 0);
        }
        """;

    private static readonly RewardContract cartPole = RewardContract.Of(new CartPole(1).Schema);

    public static TheoryData<string> Names => [.. FaultyCode.All.Select(f => f.Name)];

    private static IEnumerable<string> Seeded(string name) => Enumerable.Range(0, 8).Select(i => FaultyCode.Reply(Program, FaultyCode.Find(name), new Generator((ulong)i)));

    [Fact]
    public void The_program_without_a_fault_compiles() => Assert.True(new RewardCompiler().Compile(Program, cartPole).Succeeded);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_found_out_where_it_says(string name)
    {
        var fault = FaultyCode.Find(name);
        foreach (var reply in Seeded(name))
        {
            var code = CodeBlock.Extract(reply).Code;
            Assert.Equal(fault.Symptom == FaultSymptom.NoCode, code is null);
            if (code is null) continue;
            Assert.NotEqual(Program, code);
            Check(fault, code);
        }
    }

    private static void Check(Fault fault, string code)
    {
        var compiled = new RewardCompiler().Compile(code, cartPole);
        Assert.Equal(fault.Symptom != FaultSymptom.Refused, compiled.Succeeded);
        if (fault.Symptom == FaultSymptom.Refused) Assert.All(compiled.Diagnostics, d => Assert.True(d.Message.Length > 0));
        if (fault.Symptom == FaultSymptom.Fuel) Assert.Throws<ProgramFuelException>(() => Score(compiled.Program!));
        if (fault.Symptom == FaultSymptom.Value) Assert.Throws<ProgramValueException>(() => Score(compiled.Program!));
        if (fault.Name == "constant") Assert.Equal([1f, 1], Score(compiled.Program!)[..2]);
        if (fault.Name == "wrong-sign") Assert.Equal(-1f, Score(compiled.Program!)[1]);
    }

    /// <summary>Three transitions: angle 0.1 pushed left, so 0.5 − 0.5; angle 0 pushed right, so 1; and one that ends the episode after which only the last return is bent.</summary>
    private static float[] Score(RewardProgram program)
    {
        using var batch = new Transitions(cartPole.Schema, 3);
        for (var f = 0; f < 4; f++)
        {
            batch.Observation(f).Clear();
            batch.Next(f).Clear();
        }

        batch.Truncated.Clear();
        batch.Terminated.Clear();
        batch.Terminated[2] = true;
        batch.Next("angle")[0] = 0.1f;
        (batch.Action()[0], batch.Action()[1], batch.Action()[2]) = (0, 1, 1);
        var scores = new float[3];
        program.ToReward().Score(batch, scores);
        return scores;
    }

    [Fact]
    public void The_place_of_a_fault_is_drawn() => Assert.True(Seeded("missing-semicolon").Distinct().Count() > 1);

    [Fact]
    public void A_reply_draws_among_the_faults_it_is_given()
    {
        var rng = new Generator(1);
        Fault[] two = [FaultyCode.Find("prose"), FaultyCode.Find("missing-brace")];
        var kinds = Enumerable.Range(0, 20).Select(_ => CodeBlock.Extract(FaultyCode.Reply(Program, rng, two)).Code is null).ToArray();
        Assert.Contains(true, kinds);
        Assert.Contains(false, kinds);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Equal(FaultyCode.All.Count, FaultyCode.All.Select(f => f.Name).Distinct().Count());
        Assert.StartsWith("There is no fault 'mising-brace'. Did you mean 'missing-brace'?", Assert.Throws<ArgumentException>(() => FaultyCode.Find("mising-brace")).Message, StringComparison.Ordinal);
        Assert.Contains("whose method 'Reward' takes at least three parameters", Assert.Throws<ArgumentException>(() => FaultyCode.All[1].Into("double F() => 1;", new(1))).Message, StringComparison.Ordinal);
    }
}
