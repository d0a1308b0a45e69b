using Goodhart.Design;
using Goodhart.Papers;
using Goodhart.Worlds;

namespace Goodhart.Tests;

public sealed class EurekaPageTests
{
    private static readonly RewardContract rooms = RewardContract.Of(WorldCatalogue.Find("key-door").Create(1).Schema);

    private static ScriptedRequest Ask(ulong seed, params (string Role, string Text)[] messages) =>
        new([.. messages.Select(m => new Microsoft.Extensions.AI.ChatMessage(new(m.Role), m.Text))], null, 0, new(seed));

    private static (string, string)[] First => [("system", "s"), ("user", $"{EnvironmentCard.Of(rooms)}\nWrite a reward for this task: Reach the goal, fetch the key, keep out of the lava.")];

    [Fact]
    public void The_script_reads_flags_and_places_from_the_real_prompt()
    {
        var words = EurekaVocabulary.Read(First[1].Item2);
        Assert.Equal(["HasKey", "DoorOpen", "ReachedSecondRoom"], words.Flags);
        Assert.Equal([("Goal", false), ("Key", false), ("Lava", true)], words.Places);
        Assert.Equal("Goal", words.Aim);
    }

    [Fact]
    public void What_the_script_writes_compiles_and_reads_back()
    {
        var compiler = new RewardCompiler();
        for (ulong seed = 0; seed < 30; seed++)
        {
            var answer = new EurekaScript(Broken: 0).Answer(Ask(seed, First));
            var code = CodeBlock.Extract(answer).Code!;
            var compiled = compiler.Compile(code, rooms);
            Assert.True(compiled.Succeeded, $"{string.Join('\n', compiled.Diagnostics)}\n{code}");
            Assert.Equal(compiled.Program!.Components, EurekaTerm.Read(answer).Select(t => t.Name));
            Assert.Equal(code, EurekaTerm.Program(EurekaTerm.Read(answer)));
        }
    }

    [Fact]
    public void The_script_rescales_a_component_that_towers_over_the_others()
    {
        EurekaTerm[] terms = [new("atGoal", 10, null, "after.X == World.GoalX ? 1 : 0"), new("nearKey", 1, 2, "Math.Exp(-after.X / nearKeyTemperature)")];
        const string told = "atGoal: [1.00], Max: 2.00, Mean: 1.00, Min: 0.00\nnearKey: [90.00], Max: 200.00, Mean: 100.00, Min: 0.00\ntask_score: [0.50], Max: 0.50, Mean: 0.50, Min: 0.50\n";
        var answer = new EurekaScript(Broken: 0, Anew: 0).Answer(Ask(3, [.. First, ("assistant", CodeBlock.Fence(EurekaTerm.Program(terms))), ("user", told)]));
        // 3 times the others' mean over its own: 1 · 3 · 1/100 = 0.03, give or take the mutation that follows.
        Assert.InRange(EurekaTerm.Read(answer).Single(t => t.Name == "nearKey").Weight, 0.001, 0.3);
    }

    [Fact]
    public void The_page_runs_and_its_controls_hold()
    {
        var run = new PaperRun(fast: true, cancellation: TestContext.Current.CancellationToken);
        new Eureka().Run(run);
        Assert.All(run.Findings, f => Assert.True(f.Holds, $"{f.What}: {f.Measured}, expected {f.Expected}"));
        Assert.True(run.Passed);
    }
}
