using System.Globalization;
using Goodhart.Design;
using Goodhart.Feedback;

namespace Goodhart.Tests;

public sealed class PreferenceDesignerTests : IDisposable
{
    private static readonly DesignOptions small = InContextPreferenceDesigner.Budget with { Samples = 4, Rounds = 3, Finalists = 2, FreshSeeds = 2 };

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>A weight near the preferred one's where there is one, else a drawn one.</summary>
    private static string Good(ScriptedRequest request) => $"Here.\n{CodeBlock.Fence(Fakes.Program(4 * request.Rng.NextDouble()))}";

    private static DesignResult Run(ScriptedChat chat, Lineage lineage, PreferenceOptions? options = null, DesignOptions? design = null, IPolicyJudge? judge = null, ITraining? training = null) =>
        DesignRun.Run(Fakes.Request(new InContextPreferenceDesigner(chat, judge ?? PolicyJudge.Proxy(), options), training, design ?? small), lineage, cancellation: TestContext.Current.CancellationToken);

    private static LineageEntry.Prompt[] Prompts(Lineage lineage) => [.. lineage.Entries.OfType<LineageEntry.Prompt>()];

    private static int Compared(Lineage lineage) => lineage.Entries.OfType<LineageEntry.Decided>().Count(d => d.Key.Contains("comparison", StringComparison.Ordinal));

    private static Candidate Trained(string id, string program, params (string Name, double[] Values)[] curves) => new(id, new(program, "drawn"), ContentKey.Of(program), [],
        Outcome: new(.7316, .7316, null, [.. curves.Select(c => new TrackedCurve(c.Name, [.. c.Values.Select((_, i) => 100L * (i + 1))], c.Values))], null, Judgements.Of(Audit.Verdict.Improving, 1, 1), 300));

    [Fact]
    public void What_a_round_taught_is_told_by_both_programs_their_components_and_the_history()
    {
        const string better = "double Reward(Obs before, Act action, Obs after, Parts parts)\n{\n    double a = 2 * after.Angle;\n    parts[\"a\"] = a;\n    return a;\n}";
        const string worse = "double Reward(Obs before, Act action, Obs after, Parts parts)\n{\n    double b = -after.Speed;\n    parts[\"b\"] = b;\n    return b;\n}";
        var (best, worst) = (Trained("1.2.1", better, (Outcome.TaskScore, [.1, .7316]), (Outcome.Total, [3, 4]), ("a", [1, 1.5])), Trained("1.2.2", worse, ("b", [0, -2])));
        var taught = PreferencePrompt.Taught(best, worst, [PreferencePrompt.Step("1.1", "1.2", worst, best, true)], traces: true);
        Assert.Equal($"""
            Policies were trained on such rewards, and somebody compared them by watching, without numbers.
            This reward led to the policy that was preferred (the positive example):
            ```csharp
            {better}
            ```
            Its components per episode, along the training:
            a: [1.00, 1.50], Max: 1.50, Mean: 1.25, Min: 1.00
            This reward led to the policy that was preferred least (the negative example). What sets it apart is to be avoided:
            ```csharp
            {worse}
            ```
            Its components per episode, along the training:
            b: [0.00, -2.00], Max: 0.00, Mean: -1.00, Min: -2.00
            From the negative to the positive example:
            added component a
            removed component b
            How the preferred rewards changed from round to round; do not undo what helped:
            Round 1.1 to round 1.2, which helped:
            added component a
            removed component b
            Write a better reward: keep what the positive example has and the negative one lacks, and avoid the reverse.
            """.ReplaceLineEndings("\n"), taught);
        Assert.DoesNotContain("Its components", PreferencePrompt.Taught(best, worst, [], traces: false), StringComparison.Ordinal);
        Assert.DoesNotContain("negative example)", PreferencePrompt.Taught(best, null, [], traces: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_request_is_the_first_with_best_and_worst_of_the_last_round_behind_it()
    {
        var lineage = Lineage.InMemory();
        var result = Run(new(Good, 1), lineage);
        var prompts = Prompts(lineage);
        Assert.Equal(3, prompts.Length);
        Assert.All(prompts, p => Assert.Equal(["system", "user"], p.Messages.Select(m => m.Role)));
        Assert.All(prompts, p => Assert.StartsWith(prompts[0].Messages[1].Text, p.Messages[1].Text, StringComparison.Ordinal));
        Assert.EndsWith("Write a reward for this task: Keep the pole upright.", prompts[0].Messages[1].Text, StringComparison.Ordinal);
        foreach (var (prompt, round) in prompts.Skip(1).Select((p, i) => (p.Messages[1].Text, i + 1)))
        {
            var of = result.Candidates.Where(c => c.Id.StartsWith($"1.{round}.", StringComparison.Ordinal)).OrderBy(c => c.Fitness).ToArray();
            int positive = prompt.IndexOf(of[^1].Text, StringComparison.Ordinal), negative = prompt.IndexOf(of[0].Text, StringComparison.Ordinal);
            Assert.InRange(positive, 1, negative - 1);
            Assert.All(of[1..^1], c => Assert.DoesNotContain(c.Text, prompt, StringComparison.Ordinal));
        }

        Assert.DoesNotContain("from round to round", prompts[1].Messages[1].Text, StringComparison.Ordinal);
        Assert.Contains("Round 1.1 to round 1.2, which ", prompts[2].Messages[1].Text, StringComparison.Ordinal);
        Assert.True(new RewardCompiler().Compile(CodeBlock.Extract(prompts[0].Messages[0].Text).Code!, RewardContract.Of(new([new Field("distance")], new ActionSpace.Discrete(["push"])))).Succeeded);
    }

    [Fact]
    public void At_the_defaults_a_judge_answers_39_questions_and_the_best_of_all_is_picked()
    {
        var lineage = Lineage.InMemory();
        var result = Run(new(Good, 1), lineage, design: InContextPreferenceDesigner.Budget with { Finalists = 1, FreshSeeds = 2 });
        Assert.Equal(5 * 7 + 4, Compared(lineage));
        Assert.Equal(result.Candidates.MaxBy(c => c.Fitness)!.Id, result.Best!.Id);
        var ranked = lineage.Entries.OfType<LineageEntry.Ranked>().ToArray();
        Assert.Equal(["1.1", "1.2", "1.2 against the best so far", "1.3", "1.3 against the best so far", "1.4", "1.4 against the best so far", "1.5", "1.5 against the best so far", "final"], ranked.Select(r => r.Round));
        Assert.Equal(4, ranked[^1].Comparisons);
        Assert.Equal(39, ranked[..^1].Sum(r => r.Comparisons));
        Assert.Equal(result.Best.Id, ranked[^1].Order[0]);
        Assert.Equal(5, ranked[^1].Order.Count);
        Assert.All(ranked[^1].Order, id => Assert.Contains(result.Rounds, round => round.Best == id));
    }

    [Fact]
    public void Programs_that_do_not_run_are_replaced_until_K_run()
    {
        var lineage = Lineage.InMemory();
        var result = Run(new(r => r.Rng.NextInt(2) == 0 ? CodeBlock.Fence("double Reward(Obs before, Act action, Obs after) => after.Speed;") : Good(r), 1), lineage);
        for (var round = 1; round <= 3; round++) Assert.Equal(4, result.Candidates.Count(c => c.Runs && c.Id.StartsWith($"1.{round}.", StringComparison.Ordinal)));
        Assert.InRange(result.Candidates.Count(c => !c.Runs), 3, 48);
    }

    [Fact]
    public void Too_few_programs_that_run_are_an_error_with_what_went_wrong()
    {
        var asked = 0;
        var chat = new ScriptedChat(_ => Interlocked.Increment(ref asked) % 5 == 0 ? "I would rather talk." : CodeBlock.Fence("double Reward(Obs before, Act action, Obs after) => after.Speed;"), 1);
        var error = Assert.Throws<TooFewProgramsException>(() => Run(chat, Lineage.InMemory()));
        Assert.StartsWith("Round 1.1 wants 4 programs that run and got 0 from 20 answers. What went wrong: 16 × ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Speed", error.Message, StringComparison.Ordinal);
        Assert.Contains("; 4 × The answer holds no code", error.Message, StringComparison.Ordinal);
        Assert.Equal(20, chat.Count);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void No_request_holds_the_fitness_and_none_changes_when_it_is_stretched()
    {
        Lineage plain = Lineage.InMemory(), stretched = Lineage.InMemory();
        var result = Run(new(Good, 1), plain);
        Run(new(Good, 1), stretched, training: new Stretched(new FakeTraining()));
        var transcript = string.Join('\n', Prompts(plain).SelectMany(p => p.Messages).Select(m => m.Text));
        foreach (var score in result.Candidates.Select(c => c.Fitness))
            foreach (var format in (string[])["R", "F6", "F5", "F4"])
                Assert.DoesNotContain(score.ToString(format, CultureInfo.InvariantCulture), transcript, StringComparison.Ordinal);
        Assert.Equal(Prompts(plain).Select(p => p.Key), Prompts(stretched).Select(p => p.Key));

        // The test would see a leak: what a round taught is there, and a designer that is told the fitness changes.
        Assert.Contains(result.Candidates[0].Text, string.Join('\n', plain.Entries.OfType<LineageEntry.Written>().Select(w => w.Text)), StringComparison.Ordinal);
        static string[] Keys(ITraining training)
        {
            var told = Lineage.InMemory();
            DesignRun.Run(Fakes.Request(new EurekaDesigner(new ScriptedChat(Good, 1)), training, small), told, cancellation: TestContext.Current.CancellationToken);
            return [.. Prompts(told).Select(p => p.Key)];
        }

        Assert.NotEqual(Keys(new FakeTraining()), Keys(new Stretched(new FakeTraining())));
    }

    [Fact]
    public void Without_traces_history_or_feedback_the_request_lacks_them()
    {
        string Last(PreferenceOptions options)
        {
            var lineage = Lineage.InMemory();
            Run(new(Good, 1), lineage, options);
            return Prompts(lineage)[^1].Messages[1].Text;
        }

        Assert.DoesNotContain("along the training", Last(new(Traces: false)), StringComparison.Ordinal);
        Assert.DoesNotContain("from round to round", Last(new(History: false)), StringComparison.Ordinal);
        Assert.DoesNotContain("positive example", Last(new(Evolve: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_judge_who_only_says_equal_costs_its_questions_and_the_history_says_that_nothing_was_seen()
    {
        var lineage = Lineage.InMemory();
        var result = Run(new(Good, 1), lineage, judge: PolicyJudge.From("nobody", _ => Choice.Tie));
        Assert.Equal(3 * 4 + 2, Compared(lineage));
        Assert.Equal("1.1.1", result.Best!.Id);
        Assert.Contains("which made no difference that was seen", Prompts(lineage)[^1].Messages[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_program_twice_is_compared_once()
    {
        var lineage = Lineage.InMemory();
        Run(new(_ => CodeBlock.Fence(Fakes.Program(1)), 1), lineage);
        Assert.Equal(0, Compared(lineage));
    }

    [Fact]
    public void Sides_are_drawn_and_the_same_pair_is_not_asked_twice()
    {
        var (lineage, pairs) = (Lineage.InMemory(), new List<PolicyPair>());
        Run(new(Good, 1), lineage, design: InContextPreferenceDesigner.Budget with { Finalists = 1, FreshSeeds = 2 }, judge: PolicyJudge.From("seen", pair =>
        {
            pairs.Add(pair);
            return pair.Left.Candidate.Fitness > pair.Right.Candidate.Fitness ? Choice.First : Choice.Second;
        }));
        Assert.Equal(39, pairs.Select(p => p.Question).Distinct().Count());
        Assert.InRange(pairs.Count(p => string.CompareOrdinal(p.Left.Candidate.Id, p.Right.Candidate.Id) < 0), 8, 31);
        Assert.All(pairs, p => Assert.Equal("Keep the pole upright.", p.Task));
    }

    [Fact]
    public void A_killed_run_asks_neither_model_nor_judge_twice()
    {
        var (asked, chat) = (0, new ScriptedChat(Good, 1));
        IPolicyJudge Judge() => PolicyJudge.From("counting", pair =>
        {
            asked++;
            return PolicyJudge.Proxy().Mistaken(.3).Compare(pair);
        });
        string path;
        DesignResult whole;
        using (var folder = Runs.RunFolder.Create(temp.Path, "whole", new { }, 1, new StillClock()))
        {
            path = folder.Path;
            whole = DesignRun.Run(Fakes.Request(new InContextPreferenceDesigner(chat, Judge()), options: small), folder, cancellation: TestContext.Current.CancellationToken);
        }

        var (bytes, all) = (File.ReadAllBytes(Path.Combine(path, LineageFile.Name)), asked);
        Assert.Equal((12, 14), (chat.Count, all));
        foreach (var at in Enumerable.Range(1, 10).Select(i => bytes.Length * i / 10))
        {
            var copy = temp.Copy(path, $"cut-{at}");
            File.WriteAllBytes(Path.Combine(copy, LineageFile.Name), bytes[..at]);
            var known = LineageFile.Read(Path.Combine(copy, LineageFile.Name)).Entries;
            (asked, var again) = (known.OfType<LineageEntry.Decided>().Count(d => d.Key.Contains("comparison", StringComparison.Ordinal)), new ScriptedChat(Good, 1));
            Assert.Equal(Fakes.Facts(whole), Fakes.Facts(DesignRun.Resume(Fakes.Request(new InContextPreferenceDesigner(again, Judge()), options: small), copy, cancellation: TestContext.Current.CancellationToken)));
            Assert.Equal(12 - known.OfType<LineageEntry.Reply>().Count(), again.Count);
            Assert.Equal(all, asked);
        }
    }

    [Fact]
    public void Options_by_which_the_fitness_would_decide_are_errors()
    {
        Assert.StartsWith("GiveUp stops trainings by their fitness", Assert.Throws<ArgumentException>(() => Run(new(Good, 1), Lineage.InMemory(), design: small with { GiveUp = true })).Message, StringComparison.Ordinal);
        Assert.EndsWith("set Restarts to 1, was 2.", Assert.Throws<ArgumentException>(() => Run(new(Good, 1), Lineage.InMemory(), design: small with { Restarts = 2 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Draws must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => Run(new(Good, 1), Lineage.InMemory(), new(Draws: 0))).Message.Replace("options.", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>The same order of fitness by other numbers.</summary>
    private sealed class Stretched(ITraining training) : ITraining
    {
        public string Name => training.Name;

        public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default)
        {
            var outcome = training.Train(reward, seed, hopeless, cancellation);
            return outcome with
            {
                Fitness = 1000 + 7 * outcome.Fitness,
                LastFitness = 1000 + 7 * outcome.LastFitness,
                Curves = [.. outcome.Curves.Select(c => c.Name == Outcome.TaskScore ? c with { Values = [.. c.Values.Select(v => 1000 + 7 * v)] } : c)],
            };
        }
    }
}
