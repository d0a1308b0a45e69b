using Goodhart.Design;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Craft;

namespace Goodhart.Tests;

public sealed class CriticTests : IDisposable
{
    private static readonly DesignOptions two = new(Samples: 1, Rounds: 2, Finalists: 1, FreshSeeds: 2);

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private static ScriptedChat Says(Func<ScriptedRequest, string> answer) => new(answer, 1);

    private static ScriptedChat Writes(params string[] programs) => Says(r => CriticFakes.Answer(programs[Math.Min(programs.Length - 1, r.Messages.Count == 2 ? 0 : 1 + programs.ToList().FindIndex(p => r.Answered.Contains(p, StringComparison.Ordinal)))]));

    private static (DesignResult Result, Lineage Lineage) Run(CriticDesigner designer, DesignOptions? options = null, ITraining? training = null)
    {
        var lineage = Lineage.InMemory();
        return (DesignRun.Run(Fakes.Request(designer, training ?? new Watching(), options ?? two with { Rounds = 1 }), lineage, cancellation: TestContext.Current.CancellationToken), lineage);
    }

    private static LineageEntry.Prompt[] Prompts(Lineage lineage, string role) => [.. lineage.Entries.OfType<LineageEntry.Prompt>().Where(p => p.Role == role)];

    /// <summary>Shows the same episodes after every training; its policy is a byte per training behind it.</summary>
    private sealed class Watching(EpisodeDigest? digest = null) : IContinuedTraining
    {
        private readonly FakeTraining inner = new();

        public int Trained => inner.Trained;

        public string Name => "watching";

        public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default) => Continue(default, reward, seed, hopeless, cancellation).Outcome;

        public Trained Continue(ReadOnlyMemory<byte> policy, IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default) =>
            new(inner.Train(reward, seed, hopeless, cancellation) with { Fitness = policy.Length + 1, Episodes = digest ?? CriticFakes.Digest }, new byte[policy.Length + 1]);
    }

    [Fact]
    public void Designer_critic_and_analyzer_are_told_the_same_inputs_and_nothing_of_the_fitness()
    {
        var (_, lineage) = Run(new(Writes(CriticFakes.Sound), Says(_ => "VERDICT: pass"), Says(_ => "CAUSE: it fell.")), two);
        var card = $"The world, as a program sees it:\n```csharp\n{EnvironmentCard.Of(CriticFakes.Contract, Fakes.World.Summary).TrimEnd()}\n```\n";
        foreach (var role in new[] { "designer", "critic", "analyzer" })
        {
            var prompt = Prompts(lineage, role)[0];
            Assert.Equal(["system", "user"], prompt.Messages.Select(m => m.Role));
            Assert.StartsWith(card, prompt.Messages[1].Text, StringComparison.Ordinal);
            Assert.DoesNotContain("CartPoleRewards", string.Concat(prompt.Messages.Select(m => m.Text)), StringComparison.Ordinal);
            Assert.DoesNotContain(Outcome.TaskScore, string.Concat(prompt.Messages.Select(m => m.Text)), StringComparison.Ordinal);
        }

        Assert.Equal($"{card}Write a reward for this task: Keep the pole upright.", Prompts(lineage, "designer")[0].Messages[1].Text);
        Assert.Equal($"{card}The task: Keep the pole upright.\nOnly the signs of parts[\"sparse\"] and parts[\"dense\"] are paid.\nThe designer's answer:\n{CriticFakes.Answer(CriticFakes.Sound)}", Prompts(lineage, "critic")[0].Messages[1].Text);
        Assert.DoesNotContain("sparse", Prompts(lineage, "analyzer")[0].Messages[1].Text.Replace(card, "", StringComparison.Ordinal), StringComparison.Ordinal);
        var shown = new[] { new Field("arrived", Kind: FieldKind.Flag), new Field("broken", Kind: FieldKind.Flag), new Field("distance") };
        Assert.True(new RewardCompiler().Compile(SignReward.Of(CodeBlock.Extract(Prompts(lineage, "designer")[0].Messages[0].Text).Code!), RewardContract.Of(new(shown, new ActionSpace.Discrete(["go"])))).Succeeded, "the example in the prompt compiles");
    }

    [Fact]
    public void Statistics_come_first_then_the_analyzers_words_and_then_the_next_round()
    {
        var (result, lineage) = Run(new(Writes(CriticFakes.Sound), null, Says(_ => "CAUSE: it fell.")), two);
        const string statistics = """
            4 episodes of the trained agent ended like this:
            - fell: 3 (75%), after 20.5 steps on average, 4.0 explored each, 150.00 per 1000 explored. At the end: angle 0.25, broken 1.
            - success: 1 (25%), after 100.0 steps on average, 8.0 explored each. At the end: angle 0, broken 0.
            """;
        var told = Prompts(lineage, "designer")[1].Messages;
        Assert.Equal(4, told.Count);
        Assert.Equal($"A policy was trained on your program for 1,000 steps. {statistics}\nSomebody who read the last steps of those that failed says:\nCAUSE: it fell.\nImprove the program; keep what serves the task. Give the whole of it.", told[3].Text);
        Assert.EndsWith($"{statistics}\nLast 2 steps of an episode that ended as fell, from angle 0, broken 0:\n  left: angle 0 → 0.5\n  right: broken 0 → 1", Prompts(lineage, "analyzer")[0].Messages[1].Text, StringComparison.Ordinal);
        Assert.Equal([1, 2], result.Candidates.Select(c => c.Fitness));   // the second round goes on from the first's policy
        Assert.Equal("1.1.1", result.Candidates[1].Draft.From);
    }

    [Fact]
    public void A_program_is_written_anew_until_neither_box_nor_analysis_nor_critic_objects()
    {
        string broken = CriticFakes.Sound.Replace("after.Angle) < least", "after.Angel) < least", StringComparison.Ordinal), unused = SignFaults.Find("unused").Into(CriticFakes.Sound, new(1));
        var opposite = SignFaults.Find("dense-sign").Into(CriticFakes.Sound, new(1));
        var critic = Says(r => r.Last.Contains("= -(", StringComparison.Ordinal) ? "1. Paid the wrong way.\nVERDICT: revise" : "VERDICT: pass");
        var (result, lineage) = Run(new(Writes(broken, unused, opposite, CriticFakes.Sound), critic));
        Assert.Equal(["dry run", "static review", "critic"], lineage.Entries.OfType<LineageEntry.Critique>().Select(c => c.By));
        Assert.Equal(["1.1.4"], result.Candidates.Where(c => c.Outcome is not null).Select(c => c.Id));
        Assert.Contains("does not pass:\n1. Paid the wrong way.\n", Prompts(lineage, "designer")[3].Messages[3].Text, StringComparison.Ordinal);
        Assert.All(Prompts(lineage, "designer").Skip(1), p => Assert.Equal(4, p.Messages.Count));
        Assert.Equal(1, critic.Count);   // opposite; the last answer was written after the third review and is not reviewed again
        Assert.Contains(lineage.Entries.OfType<LineageEntry.Note>(), n => n.Text == "Round 1.1: after 3 reviews there was still an objection; candidate 1.1.4, the last that compiles, is handed in.");
    }

    [Fact]
    public void At_the_limit_the_last_program_that_compiles_is_handed_in_and_the_lineage_says_so()
    {
        var unused = SignFaults.Find("unused").Into(CriticFakes.Sound, new(1));
        var (result, lineage) = Run(new(Writes(unused, "double Reward(", "double Reward(Obs", "double Reward(Obs b")), options: two with { Rounds = 1 });
        Assert.Equal("1.1.1", Assert.Single(result.Candidates, c => c.Outcome is not null).Id);
        Assert.Equal(4, result.Candidates.Count);
        Assert.Contains(lineage.Entries.OfType<LineageEntry.Note>(), n => n.Text == "Round 1.1: after 3 reviews there was still an objection; candidate 1.1.1, the last that compiles, is handed in.");

        (result, lineage) = Run(new(Says(r => $"No program, {r.Messages.Count}.")));
        Assert.Null(result.Best);
        Assert.Contains(lineage.Entries.OfType<LineageEntry.Note>(), n => n.Text.EndsWith("the last of all, none of which compiles, is handed in.", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_reviews_whatever_is_written_is_trained_on_and_a_failure_is_told()
    {
        var designer = Writes("double Reward(Obs before, Act action, Obs after, Parts parts) { parts[\"sparse\"] = after.Speed; parts[\"dense\"] = 1; return 0; }", CriticFakes.Sound);
        var (result, lineage) = Run(new(designer, options: new(Reviews: 0)), two);
        Assert.Equal([false, true], result.Candidates.Select(c => c.Runs));
        Assert.Contains("Speed", Prompts(lineage, "designer")[1].Messages[3].Text, StringComparison.Ordinal);
        Assert.Equal(2, result.Candidates.Count);
    }

    [Fact]
    public void A_critic_that_always_objects_is_found_out_and_not_listened_to()
    {
        var (result, lineage) = Run(new(Writes(CriticFakes.Sound), Says(_ => "VERDICT: revise"), options: new(Sound: [CriticFakes.Sound])));
        Assert.Single(result.Candidates);
        Assert.Contains(lineage.Entries.OfType<LineageEntry.Note>(), n => n.Text.EndsWith("it always objects, which says nothing. It is not listened to.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_verdict_that_cannot_be_read_lets_the_program_pass_and_is_kept()
    {
        var (result, lineage) = Run(new(Writes(CriticFakes.Sound), Says(_ => "Who knows?")));
        Assert.NotNull(result.Best);
        Assert.Equal("No verdict could be read, so the program passes: Who knows?", lineage.Entries.OfType<LineageEntry.Critique>().Single().Text);
    }

    [Fact]
    public void An_analyzer_needs_episodes_and_options_have_ranges()
    {
        Assert.StartsWith("The analyzer has no episodes to read", Assert.Throws<ArgumentException>(() => Run(new(Writes(CriticFakes.Sound), null, Says(_ => "")), two, new FakeTraining())).Message, StringComparison.Ordinal);
        Assert.StartsWith("Reviews must not be negative, was -1.", Assert.Throws<ArgumentOutOfRangeException>(() => new CriticDesigner(Writes(CriticFakes.Sound), options: new(Reviews: -1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_run_pays_for_nothing_twice()
    {
        ScriptedChat[] Chats() => [Writes(SignFaults.Find("unused").Into(CriticFakes.Sound, new(1)), CriticFakes.Sound), Says(_ => "VERDICT: pass"), Says(_ => "CAUSE: it fell.")];
        var whole = Chats();
        string path;
        DesignResult result;
        using (var folder = Runs.RunFolder.Create(temp.Path, "whole", new { }, 1, new StillClock()))
            (path, result) = (folder.Path, DesignRun.Run(Fakes.Request(new CriticDesigner(whole[0], whole[1], whole[2]), new Watching(), two), folder, cancellation: TestContext.Current.CancellationToken));
        var bytes = File.ReadAllBytes(Path.Combine(path, LineageFile.Name));
        for (var part = 1; part < 6; part++)
        {
            var copy = temp.Copy(path, $"cut-{part}");
            File.WriteAllBytes(Path.Combine(copy, LineageFile.Name), bytes[..(bytes.Length * part / 6)]);
            var known = LineageFile.Read(Path.Combine(copy, LineageFile.Name)).Entries;
            var (again, training) = (Chats(), new Watching());
            Assert.Equal(Fakes.Facts(result), Fakes.Facts(DesignRun.Resume(Fakes.Request(new CriticDesigner(again[0], again[1], again[2]), training, two), copy, cancellation: TestContext.Current.CancellationToken)));
            Assert.Equal(whole.Sum(c => c.Count) - known.OfType<LineageEntry.Reply>().Count(), again.Sum(c => c.Count));
            Assert.Equal(6 - known.OfType<LineageEntry.Trained>().Count(), training.Trained);
        }
    }

    [Fact]
    public void Q_learning_on_features_watches_episodes_and_goes_on_from_its_policy()
    {
        var world = WorldCatalogue.Find("craft");
        FeatureTraining Training(long steps) => new(world.Create, world.Task!, new(Steps: steps, Copies: 16), new(Measurements: 1, Episodes: 32, Watch: EpisodeWatch.Plain((t, i) => t.Next("has diamond")[i] == 1)));
        var reward = CraftRewards.HumanStaged;
        InvalidDataException Refused(ReadOnlyMemory<byte> policy) => Assert.Throws<InvalidDataException>(() => { Training(16).Continue(policy, reward, 3); });
        var first = Training(40_000).Continue(default, reward, 3, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(32, first.Outcome.Episodes!.Count);
        Assert.Equal(first.Outcome.Success!.Value, Training(40_000).Train(reward, 3, cancellation: TestContext.Current.CancellationToken).Success);
        var next = Training(16).Continue(first.Policy, reward, 3, cancellation: TestContext.Current.CancellationToken);
        var anew = Training(16).Continue(default, reward, 3, cancellation: TestContext.Current.CancellationToken);
        Assert.True(next.Outcome.LastFitness > anew.Outcome.LastFitness + .1, $"{next.Outcome.LastFitness} from {first.Outcome.LastFitness}, anew {anew.Outcome.LastFitness}");
        Assert.StartsWith("The policy to go on from was not written by Q-learning on features: it is cut off.", Refused(first.Policy[..40]).Message, StringComparison.Ordinal);
        Assert.StartsWith("The policy to go on from was not written by Q-learning on features: its first four bytes are others.", Refused(new byte[40]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_digest_counts_first_episodes_and_keeps_the_last_steps_of_those_that_failed()
    {
        // Two copies: copy 0 ends at its second step, copy 1 runs to the end of the record. A window of nine cells is not told.
        var schema = new Schema([new("x"), .. Enumerable.Range(0, 9).Select(i => new Field($"view.{i}"))], new ActionSpace.Discrete(["left", "right"]));
        using var batch = new Transitions(schema, 6);
        for (var i = 0; i < 6; i++)
        {
            for (var f = 0; f < 10; f++) (batch.Observation(f)[i], batch.Next(f)[i]) = (i, i + 2);
            (batch.Action()[i], batch.Terminated[i], batch.Truncated[i]) = (i % 2, i == 2, false);
        }

        var digest = EpisodeDigest.Of(batch, 2, new((b, row) => b.Terminated[row] ? "dead" : "timeout", (b, row) => b.Next(0)[row], LastSteps: 2));
        Assert.Equal(["dead", "timeout"], digest.Endings.Select(e => e.Ending));
        Assert.Equal([2.0, 3.0], digest.Endings.Select(e => e.Steps));
        Assert.Equal([4.0, 7.0], digest.Endings.Select(e => e.Explored!.Value));
        Assert.Equal(1 / 11.0, digest.PerExplored("dead"), 12);
        Assert.Equal([("right", 3f, 5f), ("right", 5f, 7f)], digest.Endings[1].Shown[0].Select(s => (s.Action, s.Before.Single(), s.After.Single())));
        Assert.StartsWith("A record of 6 rows is none of 4 copies.", Assert.Throws<ArgumentException>(() => EpisodeDigest.Of(batch, 4, EpisodeWatch.Plain())).Message, StringComparison.Ordinal);
    }
}
