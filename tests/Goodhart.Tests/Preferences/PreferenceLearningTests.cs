using Goodhart.Feedback;
using Goodhart.Learning;
using Goodhart.Learning.Segments;
using Goodhart.Models;
using Goodhart.Optimization;
using Goodhart.Worlds;
using Goodhart.Worlds.Control;
using Goodhart.Worlds.KeyDoor;
using static TorchSharp.torch;

namespace Goodhart.Tests;

public sealed class PreferenceLearningTests
{
    private static readonly Schema line = new([new Field("x", "1", 0, 4), new Field("v")], new ActionSpace.Discrete(["left", "right"]));

    /// <summary>One row per (x, action, ends, cut off), for so many copies step by step.</summary>
    private static Transitions Record(params (float X, int Action, bool Terminated, bool Truncated)[] rows)
    {
        var record = new Transitions(line, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            (record.Observation(0)[i], record.Observation(1)[i], record.Next(0)[i], record.Next(1)[i]) = (rows[i].X, 1, rows[i].X + 1, 1);
            (record.Action()[i], record.Terminated[i], record.Truncated[i]) = (rows[i].Action, rows[i].Terminated, rows[i].Truncated);
        }

        return record;
    }

    [Fact]
    public void The_loss_is_the_negative_log_likelihood_and_overflows_nowhere()
    {
        using var scope = NewDisposeScope();
        // d = 2 − 1 = 1: −log σ(1) = 0.313262, −log σ(−1) = 1.313262, and for a tie their mean; d = 200: 0 and 200.
        var loss = Pairwise.Loss(tensor([1f, 1f, 1f, 0f, 0f]), tensor([2f, 2f, 2f, 200f, 200f]), tensor([1f, 0f, .5f, 1f, 0f])).Floats().ToArray();
        float[] expected = [0.313262f, 1.313262f, 0.813262f, 0, 200];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], loss[i], 1e-5f);
        Assert.Equal(0.731059f, Pairwise.SecondWins(tensor([1f]), tensor([2f])).item<float>(), 1e-5f);
    }

    [Fact]
    public void The_loss_has_the_gradient_probability_minus_target()
    {
        using var scope = NewDisposeScope();
        using var second = tensor([2f, -3f, .5f]).requires_grad_();
        var target = tensor([1f, 0f, .5f]);
        var gradient = autograd.grad([Pairwise.Loss(zeros(3), second, target).sum()], [second])[0].Floats().ToArray();
        var expected = (second.sigmoid() - target).detach().Floats().ToArray();
        for (var i = 0; i < 3; i++) Assert.Equal(expected[i], gradient[i], 1e-5f);
    }

    [Fact]
    public void Features_are_scaled_and_a_discrete_action_is_one_column_per_choice()
    {
        using var record = Record((1, 1, false, false));
        var features = new float[4];
        new StateActionFeatures(line).Of(record, 0, features);
        Assert.Equal([-.5f, .5f, 0, 1], features);   // 1 of 0…4; 1/(1 + 1); left, right
        Assert.Equal(4, new StateActionFeatures(new Pendulum(1).Schema).Width);
    }

    [Fact]
    public void Episodes_are_cut_into_segments_that_cross_no_end_and_share_their_rows()
    {
        // Two copies; the first ends after 3 steps, of which 2 make a segment; the second runs on for all 4.
        using var record = Record((0, 0, false, false), (3, 1, false, false), (1, 0, false, false), (3, 1, false, false), (2, 0, true, false), (3, 1, false, false), (0, 0, false, false), (3, 0, false, false));
        var table = new SegmentTable(new(line));
        var segments = table.Cut(record, copies: 2, length: 2, truth: [1, 10, 2, 20, 3, 30, 4, 40]);
        Assert.Equal([[0, 1], [2], [0], [3, 3], [3, 4]], segments.Select(s => s.Rows));
        Assert.Equal([3.0, 3.0, 4.0, 30.0, 70.0], segments.Select(s => s.True!.Value));
        Assert.Equal([0f, 1f, 2f], segments[0].Situations.Select(s => s[0]));
        Assert.Equal(5, table.Rows.Count);
        Assert.Null(table.Cut(record, 2, 2)[0].True);
        Assert.Contains("8 rows are not whole steps of 3 copies.", Assert.Throws<ArgumentException>(() => table.Cut(record, 3, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_are_those_on_which_members_differ_most()
    {
        // Variances by hand: 0; ((.2)² + 0 + (.2)²)/3 = .02667; 2/9·… of 0, 0, 1 = 2/9; 0.
        var variance = Disagreement.Variance([[.5f, .3f, 0, 1], [.5f, .5f, 0, 1], [.5f, .7f, 1, 1]]);
        Assert.Equal(.08 / 3, variance[1], 1e-6);
        Assert.Equal(2.0 / 9, variance[2], 1e-6);
        Assert.Equal([2, 1, 0], Disagreement.Largest(variance, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Disagreement.Largest(variance, 5));
    }

    [Fact]
    public void An_oracle_compares_what_was_really_earned()
    {
        var oracle = SegmentTeacher.Oracle();
        Segment Of(double? earned) => new([0], [], earned);
        Assert.Equal((Choice.First, Choice.Second, Choice.Tie), (oracle(Of(2), Of(1)), oracle(Of(1), Of(2)), oracle(Of(1), Of(1))));
        Assert.Throws<ArgumentException>(() => oracle(Of(null), Of(1)));
    }

    [Fact]
    public void An_ensemble_learns_the_order_of_segments_from_comparisons_and_ties_teach_too()
    {
        var (table, rng) = (new SegmentTable(new(line)), new Generator(1));
        using var record = Record([.. Enumerable.Range(0, 400).Select(i => ((float)rng.NextInt(5), rng.NextInt(2), false, i % 4 == 3))]);
        var truth = Enumerable.Range(0, 400).Select(i => record.Observation(0)[i] * (record.Action()[i] * 2 - 1)).ToArray();   // x to the right, −x to the left
        var segments = table.Cut(record, 1, 4, truth);
        using var ensemble = new RewardEnsemble(line, table, new(), new(2));
        Preference<Segment>[] answers = [.. Enumerable.Range(0, 300).Select(_ => (segments[rng.NextInt(70)], segments[rng.NextInt(70)])).Select(p => new Preference<Segment>(p.Item1, p.Item2, SegmentTeacher.Oracle()(p.Item1, p.Item2)))];
        Assert.InRange(ensemble.Fit([.. answers, new(segments[0], segments[1], Choice.CannotCompare)], TestContext.Current.CancellationToken), .9, 1);

        // Segments it never saw, and single steps, of which nobody ever said anything.
        (Segment, Segment)[] fresh = [.. Enumerable.Range(70, 29).Select(i => (segments[i], segments[i + 1])).Where(p => p.Item1.True != p.Item2.True)];
        var right = ensemble.SecondWins(fresh).Select(p => p.Zip(fresh).Average(q => (q.First > .5) == (q.Second.Item2.True > q.Second.Item1.True) ? 1.0 : 0)).Average();
        Assert.InRange(right, .85, 1);
        var scores = new float[400];
        ensemble.Reward.Evaluate(record, scores);
        Assert.InRange(Statistics.Correlation.Pearson([.. scores.Select(s => (double)s)], [.. truth.Select(t => (double)t)]), .9, 1);
        Assert.All(scores, s => Assert.InRange(s, -1, 1));
        Assert.Equal(1, ensemble.Fit([new(segments[0], segments[1], Choice.CannotCompare)], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_learner_asks_exactly_as_many_questions_as_it_may()
    {
        var rooms = KeyDoorMdp.Build();
        foreach (var (queries, sessions) in ((int, int)[])[(49, 10), (7, 3), (2, 4)])
        {
            var asked = 0;
            using var learner = new PreferenceLearner(rooms.Mdp.Schema, (_, _) => (Choice)(asked++ % 4), new(queries, sessions), new(3));
            learner.Run((reward, session, table) =>
            {
                Assert.Equal(session == 0, reward is null);
                using var record = Rollout.Collect(KeyDoorWorld.Create(rooms, 4), new UniformPolicy(rooms.Mdp.Schema.Actions), 50, new((ulong)session));
                return table.Cut(record, 4, 20);
            }, TestContext.Current.CancellationToken);
            Assert.Equal((queries, queries), (asked, learner.Answers.Count));
        }
    }

    [Fact]
    public void Bad_options_and_too_few_segments_are_errors()
    {
        Assert.StartsWith("Queries must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new PreferenceLearner(line, SegmentTeacher.Oracle(), new(0), new(1))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Members must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new PreferenceLearner(line, SegmentTeacher.Oracle(), new() { Ensemble = new(Members: 0) }, new(1))).Message, StringComparison.Ordinal);
        using var learner = new PreferenceLearner(line, SegmentTeacher.Oracle(), new(), new(1));
        Assert.StartsWith("Exploring brought 0 segments", Assert.Throws<ArgumentException>(() => learner.Run((_, _, _) => [], TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }
}
