using Goodhart.Design;
using Goodhart.Worlds;

namespace Goodhart.Tests;

public sealed class Text2RewardTests : IDisposable
{
    private static readonly DesignOptions three = new(Samples: 1, Rounds: 3, Finalists: 1, FreshSeeds: 2);
    private static readonly ExampleProgram[] examples =
    [
        new("lift", "Lift the cube.", Fakes.Program(1)), new("upright", "Keep the pole upright.", Fakes.Program(2)), new("push", "Push the chair and keep it there.", Fakes.Program(3)),
    ];

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>One more weight per program that the prompt holds.</summary>
    private static string Better(ScriptedRequest request) => $"Step by step.\n{CodeBlock.Fence(Fakes.Program(.5 + .1 * request.User.Split("of this dialogue:").Length))}";

    private static DesignResult Run(ScriptedChat chat, Text2RewardOptions? options = null, Lineage? lineage = null, DesignRequest? request = null) =>
        DesignRun.Run((request ?? Fakes.Request()) with { Designer = new Text2RewardDesigner(chat, options), Options = three }, lineage ?? Lineage.InMemory(), cancellation: TestContext.Current.CancellationToken);

    private static LineageEntry.Prompt[] Prompts(Lineage lineage) => [.. lineage.Entries.OfType<LineageEntry.Prompt>()];

    private static ProgramCritic Says(Func<string, string?> words) => new((round, candidate, _) => words(round) is { } said ? new(candidate.Hash, said, "Be steadier.") : null);

    [Fact]
    public void The_prompt_has_its_blocks_in_the_papers_order_and_critiques_behind_them()
    {
        var schema = new Schema(
            [new("hand.x", "m", -1, 1, Meaning: "of the hand"), new("held", "1", 0, 1, FieldKind.Flag, "the cube is held")],
            new ActionSpace.Box([new("u", Low: -1, High: 1, Meaning: "1 moves to the right"), new("grip")]));
        using var met = new Transitions(schema, 1);
        var brief = new DesignBrief("table", "A hand over a table.", "Lift the cube.", RewardContract.Of(schema), null, met, three, 1);
        var messages = Text2RewardPrompt.Of(brief, new(Knowledge: ["Stages help."]), [new("push", "Push it.", "double Reward(…)")],
            [new("double Reward(1)", "It waits.", "Go on."), new("double Reward(2)", "It drops it.", "")]);
        Assert.Equal(["system", "user"], messages.Select(m => m.Role));
        Assert.Equal("""
            You are an expert in robots, reinforcement learning and code, and design rewards. The world: A hand over a table.
            An action is 2 numbers: u from -1 to 1 (1 moves to the right); grip.
            You never see how the task is measured.
            """.ReplaceLineEndings("\n"), messages[0].Text);
        Assert.Equal($"""
            A reward often has some of these parts:
            - the distance between what acts and the object it is to act on;
            - the difference between the object's state and the state wanted from it;
            - a small cost on large actions;
            - where the task states a constraint, a cost on breaking it.

            The world, as a program sees it:
            ```csharp
            {EnvironmentCard.Of(brief.Contract).TrimEnd()}
            ```

            What earlier tasks have taught:
            - Stages help.

            An expert's program for another task, whose world may have other members: Push it.
            ```csharp
            double Reward(…)
            ```

            The task: Lift the cube.
            First explain step by step, in words, what has to happen for it and which part of the reward leads there. Then write the reward as one program:
            - the whole method Reward with its helpers, in one block fenced as csharp;
            - it returns the step's reward and nothing else, and writes each part into parts under a fixed name;
            - mind the types: double for numbers, bool for conditions; nothing is converted for you;
            - read members of the shown types only, and call no method that you did not write, but those of Math;
            - say in comments what you had in mind.

            Program 1 of this dialogue:
            ```csharp
            double Reward(1)
            ```
            A policy was trained on it, and somebody watched it.
            What it does: It waits.
            Advice: Go on.

            Program 2 of this dialogue:
            ```csharp
            double Reward(2)
            ```
            A policy was trained on it, and somebody watched it.
            What it does: It drops it.

            Think again about which steps of the task are missing in the last program or wrong, and write the improved program whole.
            """.ReplaceLineEndings("\n"), messages[1].Text);
    }

    [Fact]
    public void Without_a_critic_one_program_is_written_and_no_more()
    {
        var (lineage, chat) = (Lineage.InMemory(), new ScriptedChat(Better, 1));
        var result = Run(chat, lineage: lineage);
        Assert.Equal((1, 1), (chat.Count, result.Candidates.Count));
        Assert.NotNull(result.Best);
        Assert.Equal(.7f, Prompts(lineage).Single().Temperature);
        Assert.DoesNotContain("An expert's program", Prompts(lineage)[0].Messages[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_critique_is_appended_to_the_same_prompt_and_the_last_program_is_nominated()
    {
        var (lineage, asked) = (Lineage.InMemory(), new List<string>());
        var result = Run(new(Better, 1), new(Critic: Says(round => { asked.Add(round); return $"It sways in {round}."; })), lineage);
        var users = Prompts(lineage).Select(p => p.Messages[1].Text).ToArray();
        Assert.Equal(3, users.Length);
        Assert.StartsWith(users[0], users[1], StringComparison.Ordinal);
        const string end = "What it does: It sways in 1.1.\nAdvice: Be steadier.\n\nThink again about which steps of the task are missing in the last program or wrong, and write the improved program whole.";
        Assert.EndsWith(end, users[1], StringComparison.Ordinal);
        Assert.Contains($"Program 1 of this dialogue:\n{CodeBlock.Fence(Fakes.Program(.6))}", users[2], StringComparison.Ordinal);
        Assert.Contains("What it does: It sways in 1.2.", users[2], StringComparison.Ordinal);
        Assert.Equal(["1.1", "1.2"], asked);   // after the last round nobody is asked
        Assert.Equal("1.3.1", result.Best!.Id);
        Assert.Equal(["1.2.1"], result.Best.Draft.Parents);
        Assert.Equal(["It sways in 1.1. Be steadier.", "It sways in 1.2. Be steadier."], lineage.Entries.OfType<LineageEntry.Critique>().Select(c => c.Text));
    }

    [Fact]
    public void Examples_are_the_nearest_of_other_tasks_and_never_the_experts_program_for_this_one()
    {
        var lineage = Lineage.InMemory();
        Run(new(Better, 1), new(Examples: new(examples)), lineage);
        var user = Prompts(lineage)[0].Messages[1].Text;
        Assert.DoesNotContain("whose world may have other members: Keep the pole upright.", user, StringComparison.Ordinal);
        Assert.True(user.IndexOf("Push the chair", StringComparison.Ordinal) < user.IndexOf("Lift the cube", StringComparison.Ordinal));   // shares "keep" and "the", and "the" alone

        // Under another sentence the expert's own program would pass for another task's.
        lineage = Lineage.InMemory();
        var other = Fakes.Task with { Sentence = "Lift a pole.", HumanReward = Fakes.Program(2).Replace("    ", "  ", StringComparison.Ordinal) };
        Run(new(Better, 1), new(Examples: new(examples), Shots: 2), lineage, Fakes.Request() with { Task = other });
        user = Prompts(lineage)[0].Messages[1].Text;
        Assert.DoesNotContain(Fakes.Program(2), user, StringComparison.Ordinal);
        Assert.Contains(Fakes.Program(1), user, StringComparison.Ordinal);
        Assert.Contains(Fakes.Program(3), user, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worlds_own_programs_are_examples_and_all_compile_in_their_worlds()
    {
        var store = Text2RewardExamples.OfWorlds();
        Assert.True(store.Examples.Count >= 8, $"{store.Examples.Count} examples");
        Assert.All(store.Examples, e => Assert.True(new RewardCompiler().Compile(e.Program, RewardContract.Of(WorldCatalogue.Find(e.Name).Create(1).Schema)).Succeeded, e.Name));
    }

    [Fact]
    public void An_answer_without_a_program_is_asked_for_anew_until_the_draws_are_used_up()
    {
        var answered = 0;
        var chat = new ScriptedChat(r => answered++ < 2 ? "I would rather talk about it." : Better(r), 1);
        Assert.NotNull(Run(chat).Best);
        Assert.Equal(3, chat.Count);

        chat = new(_ => "I would rather talk about it.", 1);
        var result = Run(chat, new(Draws: 2));
        Assert.Equal(6, chat.Count);   // two draws in each of three rounds
        Assert.Equal(FailureKind.NoCode, result.MostFrequent!.Kind);
    }

    [Fact]
    public void A_program_that_does_not_compile_is_sent_back_with_its_diagnostic_a_few_times()
    {
        var lineage = Lineage.InMemory();
        var chat = new ScriptedChat(r => r.Messages.Count == 2 ? CodeBlock.Fence("double Reward(Obs before, Act action, Obs after) => after.Speed;") : Better(r), 1);
        var result = Run(chat, lineage: lineage);
        Assert.Equal(["1.1.1", "1.1.2"], result.Candidates.Select(c => c.Id));
        Assert.Equal("1.1.2", result.Best!.Id);
        Assert.Equal(["1.1.1"], result.Best.Draft.Parents);
        var told = Prompts(lineage)[1].Messages;
        Assert.Equal(["system", "user", "assistant", "user"], told.Select(m => m.Role));
        Assert.StartsWith("This program does not run. What went wrong:\nline 1, column ", told[3].Text, StringComparison.Ordinal);
        Assert.Contains("'Speed'", told[3].Text, StringComparison.Ordinal);

        // One answer and two repairs in every round, then the round is over.
        chat = new(_ => CodeBlock.Fence("double Reward(Obs before, Act action, Obs after) => after.Speed;"), 1);
        result = Run(chat, new(Repairs: 2));
        Assert.Equal(9, result.Candidates.Count);
        Assert.Null(result.Best);
    }

    [Fact]
    public void General_words_become_the_worlds_own_and_one_that_has_none_is_named()
    {
        const string general = "double Reward(Obs before, Act action, Obs after)\n{\n    return -pole.Tilt * pole.Tilt\n        - pole.Spin;\n}";
        var terms = new Dictionary<string, string> { ["pole.Tilt"] = "after.Angle", ["pole.Spin"] = "after.AngularVelocity" };
        var lineage = Lineage.InMemory();
        var whole = Run(new(_ => CodeBlock.Fence(general), 1), new(Terms: new("class Pole { double Tilt; double Spin; }", new(terms))), lineage);
        Assert.Contains("-after.Angle * after.Angle", whole.Best!.Text, StringComparison.Ordinal);
        Assert.Contains("```csharp\nclass Pole { double Tilt; double Spin; }\n```", Prompts(lineage)[0].Messages[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("class Obs", Prompts(lineage)[0].Messages[1].Text, StringComparison.Ordinal);

        terms.Remove("pole.Spin");
        var lacking = Run(new(_ => CodeBlock.Fence(general), 1), new(Terms: new("class Pole { double Tilt; double Spin; }", new(terms)), Repairs: 0));
        Assert.Equal("line 4, column 11: 'pole.Spin' has no counterpart in this world. (RP0150) Known: pole.Tilt.", lacking.Candidates[0].Failure!.Message);
        Assert.StartsWith("The card of general terms is empty", Assert.Throws<ArgumentException>(() => new GeneralTerms(" ", new(terms))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_critique_on_another_program_is_refused_with_file_and_line()
    {
        temp.File("critique-1.1.jsonl", "{\"hash\": \"0123456789abcdef\", \"description\": \"It sways.\", \"advice\": \"\"}\n");
        var error = Assert.Throws<InvalidDataException>(() => Run(new(Better, 1), new(Critic: ProgramCritic.FromFolder(temp.Path))));
        Assert.StartsWith($"{temp.In("critique-1.1.jsonl")}, line 1: this critique is on program '0123456789abcdef', but the program is '", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"hash\": \"", File.ReadAllText(temp.In("critique-1.1.md")), StringComparison.Ordinal);
        error = Assert.Throws<InvalidDataException>(() => Run(new(Better, 1), new(Critic: new((_, _, _) => new("abc", "It sways.", "")))));
        Assert.StartsWith("The critique of round 1.1 is on program 'abc', but the program is '", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_critic_may_answer_by_file_or_by_terminal()
    {
        var candidate = new Candidate("1.1.1", new(Fakes.Program(1), "drawn"), "abc", []);
        temp.File("critique-1.1.jsonl", "{\"hash\":\"abc\",\"description\":\"It sways.\",\"advice\":\"\"}\n\n{\"hash\":\"abc\",\"description\":\"\",\"advice\":\"Be steadier.\"}\n");
        temp.File("critique-1.2.jsonl", "");
        var folder = ProgramCritic.FromFolder(temp.Path);
        Assert.Equal(new("abc", "It sways.", "Be steadier."), folder.Ask("1.1", candidate, TestContext.Current.CancellationToken));
        Assert.Null(folder.Ask("1.2", candidate, TestContext.Current.CancellationToken));
        var output = new StringWriter();
        Assert.Equal(new("abc", "It falls.", "Hold it."), ProgramCritic.FromConsole(new StringReader("It falls.\nHold it.\n"), output).Ask("1.1", candidate, TestContext.Current.CancellationToken));
        Assert.Contains("program abc", output.ToString(), StringComparison.Ordinal);
        Assert.Null(ProgramCritic.FromConsole(new StringReader("\n\n"), output).Ask("1.1", candidate, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_killed_run_pays_for_no_answer_and_asks_no_critic_twice()
    {
        (ScriptedChat Chat, DesignRequest Request, List<string> Asked) Fresh()
        {
            var (chat, asked) = (new ScriptedChat(r => r.Rng.NextDouble() < .5 ? "Words." : Better(r), 1), new List<string>());
            var critic = Says(round => { asked.Add(round); return round == "1.1" ? "It sways." : null; });
            return (chat, Fakes.Request(new Text2RewardDesigner(chat, new(Examples: new(examples), Critic: critic, Draws: 20)), options: three), asked);
        }

        var (whole, request, asked) = Fresh();
        string path;
        DesignResult expected;
        using (var folder = Runs.RunFolder.Create(temp.Path, "whole", new { }, 1, new StillClock()))
        {
            path = folder.Path;
            expected = DesignRun.Run(request, folder, cancellation: TestContext.Current.CancellationToken);
        }

        Assert.Equal((2, 2), (asked.Count, expected.Candidates.Count));
        Assert.True(whole.Count > 2, $"{whole.Count} answers");   // some without a program
        var bytes = File.ReadAllBytes(Path.Combine(path, LineageFile.Name));
        foreach (var at in Enumerable.Range(1, 10).Select(i => bytes.Length * i / 10))
        {
            var copy = temp.Copy(path, $"cut-{at}");
            File.WriteAllBytes(Path.Combine(copy, LineageFile.Name), bytes[..at]);
            var known = LineageFile.Read(Path.Combine(copy, LineageFile.Name)).Entries;
            var (again, anew, heard) = Fresh();
            Assert.Equal(Fakes.Facts(expected), Fakes.Facts(DesignRun.Resume(anew, copy, cancellation: TestContext.Current.CancellationToken)));
            Assert.Equal(whole.Count - known.OfType<LineageEntry.Reply>().Count(), again.Count);
            Assert.Equal(2 - known.OfType<LineageEntry.Decided>().Count(d => d.Key.EndsWith("critique", StringComparison.Ordinal)), heard.Count);
        }
    }

    [Fact]
    public void Options_outside_their_range_are_named()
    {
        static string Refused(Text2RewardOptions options) => Assert.ThrowsAny<ArgumentException>(() => new Text2RewardDesigner(new ScriptedChat(Better, 1), options)).Message;
        Assert.StartsWith("Shots must be positive, was 0.", Refused(new(Shots: 0)), StringComparison.Ordinal);
        Assert.StartsWith("Draws must be positive, was 0.", Refused(new(Draws: 0)), StringComparison.Ordinal);
        Assert.StartsWith("Repairs must not be negative, was -1.", Refused(new(Repairs: -1)), StringComparison.Ordinal);
    }
}
