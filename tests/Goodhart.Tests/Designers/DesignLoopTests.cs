using Goodhart.Audit;
using Goodhart.Design;

namespace Goodhart.Tests;

public sealed class DesignLoopTests
{
    private static DesignResult Run(DesignRequest request, Lineage? lineage = null) => DesignRun.Run(request, lineage ?? Lineage.InMemory(), cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public void A_design_ends_with_the_best_candidate_on_fresh_seeds()
    {
        var training = new FakeTraining();
        var lineage = Lineage.InMemory();
        var result = Run(Fakes.Request(training: training), lineage);
        Assert.Equal(12, result.Candidates.Count);
        Assert.Equal(["1.1.1", "1.1.2"], result.Candidates.Take(2).Select(c => c.Id));
        Assert.Equal(12 + 2 * 3, training.Trained);
        Assert.Equal(result.Candidates.MaxBy(c => c.Fitness)!.Id, result.Best!.Id);
        Assert.Equal(3, result.Evaluation!.Values.Distinct().Count());
        Assert.Equal(result.Best.Fitness - result.Evaluation.Values.Average(), result.Evaluation.Gap, 12);
        Assert.Equal(["1.1", "1.2", "1.3"], result.Rounds.Select(r => r.Round));
        Assert.All(result.Rounds, r => Assert.Equal(1, r.ExecuteRate));
        Assert.Equal(0.5, result.Evaluation.HumanCorrelation);
        Assert.StartsWith($"Candidate {result.Best.Id} reaches a fitness of ", result.Words, StringComparison.Ordinal);
        Assert.Equal(18, lineage.Entries.OfType<LineageEntry.Trained>().Count());
        Assert.IsType<LineageEntry.Ended>(lineage.Entries[^1]);
    }

    [Fact]
    public void The_number_of_trainings_at_once_does_not_change_the_result() =>
        Assert.Equal(Fakes.Facts(Run(Fakes.Request() with { Parallel = 1 })), Fakes.Facts(Run(Fakes.Request() with { Parallel = 8 })));

    [Fact]
    public void Another_seed_gives_another_search() =>
        Assert.NotEqual(Fakes.Facts(Run(Fakes.Request())), Fakes.Facts(Run(Fakes.Request(options: new(Samples: 4, Rounds: 3, Finalists: 2, FreshSeeds: 3, Seed: 2)))));

    [Fact]
    public void The_same_program_is_trained_once_per_seed()
    {
        var training = new FakeTraining();
        var result = Run(Fakes.Request(new WeightDesigner((_, _) => Fakes.Program(0.5)), training));
        Assert.Equal(1 + 3, training.Trained);
        Assert.All(result.Candidates, c => Assert.Equal(result.Candidates[0].Fitness, c.Fitness));
        Assert.Single(result.Finalists);
    }

    [Theory]
    [InlineData("double Reward(Obs before, Act action, Obs after) { return after.Speed; }", FailureKind.Refused, "Speed")]
    [InlineData("double Reward(Obs before, Act action, Obs after) { return 1 / (after.Angle - after.Angle); }", FailureKind.Value, "total")]
    [InlineData("double Reward(Obs before, Act action, Obs after) { return 3 + 0 * after.Angle; }", FailureKind.Constant, "The total is 3 whatever happens")]
    [InlineData("double Reward(Obs before, Act action, Obs after) { double x = 0; while (x < 1) x *= 2; return after.Angle + x; }", FailureKind.Fuel, "")]
    [InlineData("double Reward(Obs before, Act action, Obs after) { return Deep(after.Angle); } double Deep(double x) { return Deep(x) + 1; }", FailureKind.Fuel, "")]
    [InlineData("double Reward(Obs before, Act action, Obs after) { return Math.Sqrt(2); }", FailureKind.ReadsNothing, "neither observation nor action")]
    [InlineData("double Reward(Obs before, Act action, Obs after, Parts parts) { parts[\"task_score\"] = 1; return after.Angle; }", FailureKind.Refused, "'task_score'")]
    [InlineData("double Reward(Obs before, Act action, Obs after, Parts parts) { parts[\"total\"] = 1; return after.Angle; }", FailureKind.Refused, "'total'")]
    public void A_program_that_does_not_run_is_a_failure_with_a_message(string program, FailureKind kind, string says)
    {
        var training = new FakeTraining();
        var result = Run(Fakes.Request(new WeightDesigner((_, i) => i == 0 ? program : Fakes.Program(i)), training));
        var failed = result.Candidates[0];
        Assert.Equal(kind, failed.Failure?.Kind);
        Assert.Contains(says, failed.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(0.75, result.Rounds[0].ExecuteRate);
        Assert.Equal(kind, result.MostFrequent!.Kind);
        Assert.NotNull(result.Best);
    }

    [Fact]
    public void A_reward_for_a_rare_event_is_not_taken_for_constant()
    {
        var result = Run(Fakes.Request(new WeightDesigner((_, i) => $"double Reward(Obs before, Act action, Obs after) => after.Position > {2 + 0.1 * i} ? 1 : 0;")));
        Assert.All(result.Candidates, c => Assert.Null(c.Failure));
    }

    [Fact]
    public void A_program_that_breaks_in_training_fails_and_the_others_go_on()
    {
        // The recorded transitions never reach an angle of 0.19 exactly; the training's do.
        var result = Run(Fakes.Request(new WeightDesigner((_, i) => i == 0
            ? "double Reward(Obs before, Act action, Obs after) => Math.Abs(after.Angle - 0.19) < 1e-6 && Math.Abs(after.Position - 0.19) < 1e-6 ? 1 / (after.Angle - after.Angle) : after.Angle;"
            : Fakes.Program(i))));
        Assert.Equal(FailureKind.Value, result.Candidates[0].Failure?.Kind);
        Assert.Equal(0.75, result.Rounds[0].ExecuteRate);
        Assert.NotNull(result.Best);
    }

    [Fact]
    public void Where_no_program_runs_the_result_names_the_most_frequent_mistake_and_no_score()
    {
        var result = Run(Fakes.Request(new WeightDesigner((_, i) => i == 0 ? "double Reward(Obs before, Act action, Obs after) => 1;" : "double Reward(Obs before, Act action, Obs after) => after.Speed;")));
        Assert.Null(result.Best);
        Assert.Null(result.Evaluation);
        Assert.Empty(result.Finalists);
        Assert.Equal(0, result.ExecuteRate);
        Assert.StartsWith("No program ran: 12 of 12 failed, 9 of them with ", result.Words, StringComparison.Ordinal);
        Assert.Contains("Speed", result.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_candidate_to_which_the_audit_objects_is_passed_over_and_the_words_say_so()
    {
        // The better half of the fitness comes from a reward that rises on its own.
        var lineage = Lineage.InMemory();
        var training = new FakeTraining { Judge = mean => mean is > 0.5 and < 1.5 ? Judgements.Of(Verdict.Hacked, mean, -1) : Judgements.Of(Verdict.Improving, mean, 1) };
        var result = Run(Fakes.Request(new WeightDesigner((r, i) => Fakes.Program(i + 1 + 0.01 * r.Number)), training, new(Samples: 4, Rounds: 1, Finalists: 3, FreshSeeds: 2)), lineage);
        Assert.NotNull(result.Finalists[0].Flag);
        Assert.Equal(result.Finalists[1].Candidate, result.Best!.Id);
        Assert.Contains($"{result.Finalists[0].Candidate} was passed over: hacked", result.Words, StringComparison.Ordinal);
        Assert.Contains(lineage.Entries.OfType<LineageEntry.Flagged>(), f => f.Candidate == result.Finalists[0].Candidate);
    }

    [Fact]
    public void Where_the_audit_objects_to_all_the_first_is_picked_and_the_words_say_so()
    {
        var result = Run(Fakes.Request(training: new FakeTraining { Judge = mean => Judgements.Of(Verdict.Stalled, 1, 0) }));
        Assert.Equal(result.Finalists[0].Candidate, result.Best!.Id);
        Assert.Contains("The audit objects to every finalist", result.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finalist_that_fails_on_a_fresh_seed_is_passed_over()
    {
        var result = Run(Fakes.Request(training: new BreaksOnFreshSeeds()));
        Assert.Null(result.Best);
        Assert.StartsWith("Every finalist failed on a fresh seed", result.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Trainings_that_fall_behind_are_given_up_from_the_second_round_on()
    {
        var training = new FakeTraining();
        var result = Run(Fakes.Request(new WeightDesigner((r, i) => Fakes.Program(r.Number == 1 ? 1 + 0.01 * i : 20 + i)), training, new(Samples: 4, Rounds: 2, Finalists: 1, FreshSeeds: 2)));
        Assert.All(result.Candidates.Take(4), c => Assert.False(c.Outcome!.StoppedEarly));
        Assert.All(result.Candidates.Skip(4), c => Assert.True(c.Outcome!.StoppedEarly));
        Assert.All(result.Candidates.Skip(4), c => Assert.Equal(500, c.Outcome!.Steps));
        Assert.Equal(5 * 4, training.Asked.Count);
    }

    [Fact]
    public void No_round_begins_after_the_budget_of_steps()
    {
        var result = Run(Fakes.Request(options: new(Samples: 4, Rounds: 3, Finalists: 1, FreshSeeds: 2, Steps: 4000)));
        Assert.Single(result.Rounds);
        Assert.StartsWith("The budget of 4,000 steps was used up before round 1.2.", result.Words, StringComparison.Ordinal);
        Assert.NotNull(result.Best);
    }

    [Fact]
    public void Restarts_search_anew_and_the_best_of_all_is_picked()
    {
        var result = Run(Fakes.Request(options: new(Samples: 3, Rounds: 2, Restarts: 2, Finalists: 2, FreshSeeds: 2)));
        Assert.Equal(["1.1", "1.2", "2.1", "2.2"], result.Rounds.Select(r => r.Round));
        Assert.Empty(result.Candidates.First(c => c.Id == "2.1.1").Draft.Parents);
        Assert.Equal(result.Candidates.Max(c => c.Fitness), result.Best!.Fitness);
    }

    [Fact]
    public void Progress_tells_how_far_a_round_is()
    {
        var told = new List<DesignProgress>();
        DesignRun.Run(Fakes.Request() with { Parallel = 1 }, Lineage.InMemory(), progress: new Told(told.Add), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(new("writing", "1.1", 0, 0, double.NaN), told[0]);
        Assert.Contains(told, t => t is { Doing: "training", Round: "1.2", Done: 4, Of: 4 } && t.Best > 0);
        Assert.Contains(told, t => t is { Doing: "evaluating", Done: 6, Of: 6 });
    }

    private sealed class Told(Action<DesignProgress> tell) : IProgress<DesignProgress>
    {
        public void Report(DesignProgress value) => tell(value);
    }

    private sealed class BreaksOnFreshSeeds : ITraining
    {
        private readonly FakeTraining inner = new();
        private readonly HashSet<ulong> search = [Generator.Derive(1, 1)];

        public string Name => "breaks";

        public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default) =>
            search.Contains(seed) ? inner.Train(reward, seed, hopeless, cancellation) : throw new ProgramValueException("total", double.NaN);
    }
}
