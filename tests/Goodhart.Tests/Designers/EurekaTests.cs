using Goodhart.Design;
using Goodhart.Worlds.Tabular;
using Microsoft.Extensions.AI;

namespace Goodhart.Tests;

public sealed class EurekaTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private static readonly DesignOptions small = new(Samples: 3, Rounds: 3, Finalists: 1, FreshSeeds: 2);

    /// <summary>Answers with weights that depend on how often and how late it is asked.</summary>
    private static string Good(ScriptedRequest request) => $"Here it is.\n{CodeBlock.Fence(Fakes.Program(4 * request.Rng.NextDouble()))}";

    private static DesignResult Run(ScriptedChat chat, EurekaOptions? options = null, DesignOptions? design = null, Lineage? lineage = null, ITraining? training = null) =>
        DesignRun.Run(Fakes.Request(new EurekaDesigner(chat, options), training, design ?? small), lineage ?? Lineage.InMemory(), cancellation: TestContext.Current.CancellationToken);

    private static LineageEntry.Prompt[] Prompts(Lineage lineage) => [.. lineage.Entries.OfType<LineageEntry.Prompt>()];

    [Fact]
    public void A_request_holds_two_messages_and_then_always_four()
    {
        var lineage = Lineage.InMemory();
        var result = Run(new(Good, 1), lineage: lineage);
        var prompts = Prompts(lineage);
        Assert.Equal([2, 4, 4], prompts.Select(p => p.Messages.Count));
        Assert.All(prompts.Skip(1), p => Assert.Equal(["system", "user", "assistant", "user"], p.Messages.Select(m => m.Role)));
        Assert.All(prompts, p => Assert.Equal(prompts[0].Messages, p.Messages.Take(2)));
        Assert.Equal(9, lineage.Entries.OfType<LineageEntry.Reply>().Count());
        Assert.Equal(1f, prompts[0].Temperature);

        // The third round goes on from the second's best, not from the best of all.
        var second = result.Candidates.Where(c => c.Id.StartsWith("1.2.", StringComparison.Ordinal)).MaxBy(c => c.Fitness)!;
        Assert.Contains(second.Text, prompts[2].Messages[2].Text, StringComparison.Ordinal);
        Assert.StartsWith("Here it is.", prompts[2].Messages[2].Text, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"Max: {second.Fitness:F2}"), prompts[2].Messages[3].Text, StringComparison.Ordinal);
        Assert.All(result.Candidates.Skip(6), c => Assert.Equal([second.Id], c.Draft.Parents));
    }

    [Fact]
    public void The_prompt_says_the_task_the_world_and_the_rules_and_nothing_of_the_fitness()
    {
        var lineage = Lineage.InMemory();
        Run(new(Good, 1), lineage: lineage);
        var (system, user) = (Prompts(lineage)[0].Messages[0].Text, Prompts(lineage)[0].Messages[1].Text);
        Assert.Contains("temperature", system, StringComparison.Ordinal);
        Assert.Contains("fenced as csharp", system, StringComparison.Ordinal);
        Assert.Contains("double Angle;", user, StringComparison.Ordinal);
        Assert.EndsWith("Write a reward for this task: Keep the pole upright.", user, StringComparison.Ordinal);
        Assert.DoesNotContain("CartPoleRewards", system + user, StringComparison.Ordinal);
        Assert.True(new RewardCompiler().Compile(CodeBlock.Extract(system).Code!, RewardContract.Of(new([new Field("distance")], new ActionSpace.Discrete(["push"])))).Succeeded, "the example in the prompt compiles");
    }

    [Fact]
    public void A_round_in_which_nothing_runs_is_answered_with_its_mistake_and_the_next_may_run()
    {
        var lineage = Lineage.InMemory();
        var result = Run(new(r => r.Messages.Count == 2 ? CodeBlock.Fence("double Reward(Obs before, Act action, Obs after) => after.Speed;") : Good(r), 1), lineage: lineage);
        Assert.Equal(0, result.Rounds[0].ExecuteRate);
        Assert.Null(result.Rounds[0].Best);
        Assert.Contains("could not be trained on", Prompts(lineage)[1].Messages[3].Text, StringComparison.Ordinal);
        Assert.Contains("Speed", Prompts(lineage)[1].Messages[3].Text, StringComparison.Ordinal);
        Assert.NotNull(result.Best);
    }

    [Fact]
    public void Without_repair_a_round_in_which_nothing_runs_repeats_the_request()
    {
        var lineage = Lineage.InMemory();
        var result = Run(new(_ => "I would rather talk about it.", 1), new(Repair: false), lineage: lineage);
        Assert.Single(Prompts(lineage));
        Assert.Equal(9, lineage.Entries.OfType<LineageEntry.Reply>().Count());
        Assert.Equal(FailureKind.NoCode, result.MostFrequent!.Kind);
        Assert.StartsWith("No program ran: 9 of 9 failed, 9 of them with NoCode", result.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_evolution_every_program_is_drawn_from_the_first_request()
    {
        var lineage = Lineage.InMemory();
        var result = Run(new(Good, 1), new(Evolve: false), lineage: lineage);
        Assert.Single(Prompts(lineage));
        Assert.Equal(9, result.Candidates.Select(c => c.Hash).Distinct().Count());
    }

    [Fact]
    public void A_given_program_takes_the_first_round_and_is_improved()
    {
        var lineage = Lineage.InMemory();
        var result = Run(new(Good, 1), new(Initial: Fakes.Program(2)), lineage: lineage);
        Assert.Equal("the initial program", result.Candidates[0].Draft.Origin);
        Assert.Equal(1 + 3 + 3, result.Candidates.Count);
        Assert.Equal(CodeBlock.Fence(Fakes.Program(2)), Prompts(lineage)[0].Messages[2].Text);
    }

    [Theory]
    [InlineData("double Reward(Obs before, Act action, Obs after) => after.Speed;", "The initial program does not run: ")]
    [InlineData("double Reward(Obs before, Act action, Obs after, Parts parts) { parts[\"total\"] = 1; return after.Angle; }", "'total'")]
    public void A_given_program_that_does_not_run_is_an_error(string program, string says) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => Run(new(Good, 1), new(Initial: program))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_persons_words_join_or_replace_the_statistics(bool replaces)
    {
        var lineage = Lineage.InMemory();
        Run(new(Good, 1), new(Person: new((round, _, _) => round == "1.1" ? "It sways." : null, replaces)), lineage: lineage);
        var told = Prompts(lineage)[1].Messages[3].Text;
        Assert.Contains("Somebody watched the policy that was trained on your reward, and says:\nIt sways.\n", told, StringComparison.Ordinal);
        Assert.Equal(!replaces, told.Contains("task_score: [", StringComparison.Ordinal));
        Assert.Contains("task_score: [", Prompts(lineage)[2].Messages[3].Text, StringComparison.Ordinal);
        Assert.Equal("It sways.", lineage.Entries.OfType<LineageEntry.Critique>().Single().Text);
    }

    [Fact]
    public void A_person_may_answer_by_terminal_or_by_file()
    {
        var candidate = new Candidate("1.1.1", new(Fakes.Program(1), "drawn"), "hash", []);
        var output = new StringWriter();
        var words = HumanReflection.FromConsole(new StringReader("Slower.\nStraighter.\n\nNot read."), output).Ask("1.1", candidate, TestContext.Current.CancellationToken);
        Assert.Equal("Slower.\nStraighter.", words);
        Assert.Contains("candidate 1.1.1", output.ToString(), StringComparison.Ordinal);
        temp.File("feedback-1.1.txt", "By file.");
        Assert.Equal("By file.", HumanReflection.FromFolder(temp.Path).Ask("1.1", candidate, TestContext.Current.CancellationToken));
        Assert.True(File.Exists(temp.In("feedback-1.1.md")));
    }

    [Fact]
    public void A_killed_run_pays_for_no_answer_and_asks_no_person_twice()
    {
        var (asked, chat) = (0, new ScriptedChat(Good, 1));
        var designer = new EurekaDesigner(chat, new(Person: new((_, _, _) => $"words {++asked}")));
        string path;
        DesignResult whole;
        using (var folder = Runs.RunFolder.Create(temp.Path, "whole", new { }, 1, new StillClock()))
        {
            path = folder.Path;
            whole = DesignRun.Run(Fakes.Request(designer, options: small), folder, cancellation: TestContext.Current.CancellationToken);
        }

        var bytes = File.ReadAllBytes(Path.Combine(path, LineageFile.Name));
        Assert.Equal((9, 3), (chat.Count, asked));
        foreach (var at in Enumerable.Range(1, 8).Select(i => bytes.Length * i / 8))
        {
            var copy = temp.Copy(path, $"cut-{at}");
            File.WriteAllBytes(Path.Combine(copy, LineageFile.Name), bytes[..at]);
            var known = LineageFile.Read(Path.Combine(copy, LineageFile.Name)).Entries;
            var (again, heard) = (new ScriptedChat(Good, 1), known.OfType<LineageEntry.Decided>().Count(d => d.Key.EndsWith("words", StringComparison.Ordinal)));
            var resumed = new EurekaDesigner(again, new(Person: new((_, _, _) => $"words {++heard}")));
            Assert.Equal(Fakes.Facts(whole), Fakes.Facts(DesignRun.Resume(Fakes.Request(resumed, options: small), copy, cancellation: TestContext.Current.CancellationToken)));
            Assert.Equal(9 - known.OfType<LineageEntry.Reply>().Count(), again.Count);
            Assert.Equal(3, heard);
        }
    }

    [Fact]
    public void A_model_that_fails_now_and_then_is_asked_again_and_one_that_always_fails_is_an_error()
    {
        var result = Run(new(Good, 1), design: small with { Rounds = 1 });
        using var flaky = new Failing(new ScriptedChat(Good, 1), n => n % 2 == 0);
        var again = DesignRun.Run(Fakes.Request(new EurekaDesigner(flaky), options: small with { Rounds = 1 }), Lineage.InMemory(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Fakes.Facts(result), Fakes.Facts(again));

        using var down = new Failing(new ScriptedChat(Good, 1), _ => true);
        var error = Assert.Throws<ChatFailedException>(() =>
            DesignRun.Run(Fakes.Request(new EurekaDesigner(down), options: small), Lineage.InMemory(), cancellation: TestContext.Current.CancellationToken));
        Assert.StartsWith("The designer did not answer ", error.Message, StringComparison.Ordinal);
        Assert.Contains("connection refused", error.Message, StringComparison.Ordinal);
        Assert.InRange(down.Count, 20, 24);
    }

    [Fact]
    public void An_empty_task_and_counts_below_one_are_errors()
    {
        DesignResult Go(DesignRequest request) => DesignRun.Run(request, Lineage.InMemory(), cancellation: TestContext.Current.CancellationToken);
        Assert.StartsWith("The task is empty.", Assert.Throws<ArgumentException>(() => Go(Fakes.Request() with { Task = Fakes.Task with { Sentence = " " } })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Samples must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => Go(Fakes.Request(options: new(Samples: 0)))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Rounds must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => Go(Fakes.Request(options: new(Rounds: 0)))).Message, StringComparison.Ordinal);
        var nameless = new TabularMdp(new([], new ActionSpace.Discrete(["stay"]), 1), [0, 1], [0], [1], [1]);
        var bare = Fakes.Request() with { World = Fakes.World with { Create = (count, _) => new TabularWorld(nameless, [], count, 5, "nameless") } };
        Assert.StartsWith("The world has no named observations", Assert.Throws<ArgumentException>(() => Go(bare)).Message, StringComparison.Ordinal);
    }

    private sealed class Failing(IChatClient inner, Func<int, bool> fails) : DelegatingChatClient(inner)
    {
        private int count;

        public int Count => count;

        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            fails(Interlocked.Increment(ref count)) ? throw new HttpRequestException("connection refused") : base.GetResponseAsync(messages, options, cancellationToken);
    }
}
