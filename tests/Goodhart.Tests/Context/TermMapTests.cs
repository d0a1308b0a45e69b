using CsCheck;
using Goodhart.Design;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests;

public sealed class TermMapTests
{
    private static readonly TermMap map = new(new Dictionary<string, string>
    {
        ["robot"] = "after.Arm",
        ["robot.EePose"] = "after.Gripper",
        ["robot.EePose.X"] = "after.Gripper.Tip.X",
        ["cubeA"] = "after.CubeA",
        ["previous.cubeA"] = "before.CubeA",
    });

    [Theory]
    [InlineData("robot.EePose.Y", "after.Gripper.Y")]
    [InlineData("robot.EePose.X", "after.Gripper.Tip.X")]                          // the longest term first
    [InlineData("robot.Speed", "after.Arm.Speed")]
    [InlineData("cubeA.X - cubeA2.X - previous.cubeA.X", "after.CubeA.X - cubeA2.X - before.CubeA.X")]
    [InlineData("Near(cubeA.X, (robot.EePose.Y)) /* cubeA */", "Near(after.CubeA.X, (after.Gripper.Y)) /* cubeA */")]
    [InlineData("other.cubeA.X + memory[\"cubeA\"]", "other.cubeA.X + memory[\"cubeA\"]")]   // neither behind a dot nor in a text
    [InlineData("F(cubeA: cubeA.X)", "F(cubeA: after.CubeA.X)")]                   // the name of an argument stays
    public void Terms_are_mapped_by_identifiers(string general, string specific)
    {
        var translated = map.Apply(Program(general));
        Assert.Equal(Program(specific), translated.Program);
        Assert.Empty(translated.Unknown);
    }

    [Fact]
    public void A_methods_own_variable_hides_a_term()
    {
        const string text = "double F(double cubeA) => cubeA + 1;\ndouble Reward(Obs before, Act action, Obs after)\n{\n    foreach (var robot in new double[2]) { }\n    return robot.EePose.X + F(cubeA.X);\n}";
        Assert.Equal(text.Replace("F(cubeA.X)", "F(after.CubeA.X)", StringComparison.Ordinal), map.Apply(text).Program);
    }

    [Fact]
    public void The_way_back_restores_the_general_program()
    {
        string[] paths = ["robot.EePose.X", "robot.EePose.Z", "robot.Mass", "cubeA.Y", "previous.cubeA.Y", "cubeA2", "after2.X", "Math.Abs(cubeA.Y)"];
        Gen.Int[0, paths.Length - 1].Select(i => paths[i]).List[1, 6].Sample(terms =>
        {
            var program = Program(string.Join(" + ", terms));
            return map.Reversed().Apply(map.Apply(program).Program).Program == program;
        }, iter: 200);
    }

    [Fact]
    public void A_missing_term_is_told_with_its_name_and_does_not_compile()
    {
        var contract = RewardContract.Of(new CartPole(1).Schema);
        var terms = new Dictionary<string, string> { ["pole.Tilt"] = "after.Angle", ["pole.Spin"] = "after.AngularVelocity" };
        const string general = "double Reward(Obs before, Act action, Obs after)\n{\n    return -pole.Tilt * pole.Tilt\n        - pole.Spin;\n}";
        var whole = new TermMap(terms).Apply(general);
        Assert.Empty(whole.Unknown);
        Assert.True(new RewardCompiler().Compile(whole.Program, contract).Succeeded);

        terms.Remove("pole.Spin");
        var lacking = new TermMap(terms).Apply(general);
        Assert.Equal("line 4, column 11: 'pole.Spin' has no counterpart in this world. (RP0150) Known: pole.Tilt.", Assert.Single(lacking.Unknown).ToString());
        var compiled = new RewardCompiler().Compile(lacking.Program, contract);
        Assert.False(compiled.Succeeded);
        Assert.Contains(compiled.Diagnostics, d => d.Line == 4 && d.Message.Contains("pole", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_term_is_refused()
    {
        Assert.StartsWith("'robot.ee pose' is no term", Refused(("robot.ee pose", "after.X")), StringComparison.Ordinal);
        Assert.StartsWith("'' is no term", Refused(("robot", "")), StringComparison.Ordinal);
        Assert.StartsWith("Term 'a' is mapped twice, to 'x' and to 'y'.", Refused(("a", "x"), ("a", "y")), StringComparison.Ordinal);
        Assert.Equal("There is no way back from 'x': it is meant by 'a' and 'b'.",
            Assert.Throws<ArgumentException>(() => new TermMap(new Dictionary<string, string> { ["b"] = "x", ["a"] = "x" }).Reversed()).Message);
    }

    [Fact]
    public void A_text_too_deep_to_parse_is_left_to_the_compiler()
    {
        var deep = Program(new string('(', 20_000) + "cubeA" + new string(')', 20_000));
        Assert.Equal(deep, map.Apply(deep).Program);
    }

    private static string Refused(params (string General, string Specific)[] terms) =>
        Assert.Throws<ArgumentException>(() => new TermMap(terms.Select(t => KeyValuePair.Create(t.General, t.Specific)))).Message;

    private static string Program(string expression) => $"double Reward(Obs before, Act action, Obs after)\n{{\n    return {expression};\n}}";
}
