using Goodhart.Design;
using Goodhart.Papers;
using Goodhart.Worlds;

namespace Goodhart.Tests;

public sealed class IcplTests
{
    private static readonly RewardContract rooms = RewardContract.Of(WorldCatalogue.Find("key-door").Create(1).Schema);

    private static readonly EurekaTerm goal = new("atGoal", 10, null, "after.X == World.GoalX ? 1 : 0"), key = new("firstHasKey", 5, null, "after.HasKey && !before.HasKey ? 1 : 0"), held = new("whileHasKey", .3, null, "after.HasKey ? 1 : 0");

    private static Candidate Of(params EurekaTerm[] terms) => new("1.1.1", new(EurekaTerm.Program(terms), "drawn"), "hash", []);

    /// <summary>The prompt as the designer builds it, with or without examples.</summary>
    private static ScriptedRequest Ask(ulong seed, Candidate? best = null, Candidate? worst = null)
    {
        IReadOnlyList<Message> first = [new("system", "s"), new("user", $"{EnvironmentCard.Of(rooms)}\nWrite a reward for this task: Reach the goal, fetch the key, keep out of the lava.")];
        var messages = best is null ? first : PreferencePrompt.Next(first, PreferencePrompt.Taught(best, worst, [], traces: true));
        return new([.. messages.Select(m => new Microsoft.Extensions.AI.ChatMessage(new(m.Role), m.Text))], null, 0, new(seed));
    }

    private static string[] Names(string answer) => [.. EurekaTerm.Read(answer).Select(t => t.Name)];

    [Fact]
    public void The_script_keeps_what_only_the_preferred_has_and_never_writes_what_only_the_rejected_has()
    {
        var script = new IcplScript(Anew: 0);
        string[][] answers = [.. Enumerable.Range(0, 60).Select(seed => Names(script.Answer(Ask((ulong)seed, Of(goal, key), Of(goal, held)))))];
        Assert.All(answers, names => Assert.Contains("firstHasKey", names));
        Assert.All(answers, names => Assert.DoesNotContain("whileHasKey", names));
        Assert.InRange(answers.Count(names => names.SequenceEqual(["atGoal", "firstHasKey"])), 4, 24);   // a fifth repeats the preferred program
    }

    [Fact]
    public void Swapped_it_does_the_reverse()
    {
        var script = new IcplScript(Anew: 0, Swapped: true);
        for (ulong seed = 0; seed < 40; seed++)
        {
            var names = Names(script.Answer(Ask(seed, Of(goal, key), Of(goal, held))));
            Assert.Contains("whileHasKey", names);
            Assert.DoesNotContain("firstHasKey", names);
        }
    }

    [Fact]
    public void What_it_writes_compiles_with_and_without_examples()
    {
        var compiler = new RewardCompiler();
        for (ulong seed = 0; seed < 20; seed++)
            foreach (var request in (ScriptedRequest[])[Ask(seed), Ask(seed, Of(goal, key), Of(goal, held)), Ask(seed, Of(goal))])
            {
                var compiled = compiler.Compile(CodeBlock.Extract(new IcplScript().Answer(request)).Code!, rooms);
                Assert.True(compiled.Succeeded, string.Join('\n', compiled.Diagnostics));
            }
    }

    [Fact]
    public void A_reward_is_learnt_the_same_by_the_same_seed()
    {
        var mdp = Goodhart.Worlds.KeyDoor.KeyDoorMdp.Build().Mdp;
        double[] Table(ulong seed) => mdp.Tabulate(IcplTeacher.Learn(20, new(), seed, TestContext.Current.CancellationToken));
        Assert.Equal(Table(1), Table(1));
        Assert.NotEqual(Table(1), Table(2));
        Assert.All(Table(1), value => Assert.InRange(value, -1, 1));
    }

    [Fact]
    public void The_page_runs_and_its_controls_hold()
    {
        var run = new PaperRun(fast: true, cancellation: TestContext.Current.CancellationToken);
        Page.Of<Icpl>().Run(run);
        Assert.All(run.Findings, f => Assert.True(f.Holds, $"{f.What}: {f.Measured}, expected {f.Expected}"));
        Assert.True(run.Passed);
    }
}
