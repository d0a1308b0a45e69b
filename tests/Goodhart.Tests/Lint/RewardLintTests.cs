using Goodhart.Audit.Lint;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests;

public sealed class RewardLintTests
{
    private static readonly IReward<Transitions> goal = Each("goal", (t, i) => t.Next("x")[i] == FiveCells.Goal ? 1 : 0);

    [Fact]
    public void A_sound_reward_has_no_findings_worth_a_warning()
    {
        var near = Reward.Shaping("near", (states, phi) =>
        {
            for (var i = 0; i < phi.Length; i++) phi[i] = states.Field("x")[i] / FiveCells.Goal;
        }, 0.99f);
        var report = Check(Reward.Sum("sound", goal, near));
        Assert.DoesNotContain(report.Findings, f => f.Severity > LintSeverity.Note);
        Assert.True(report.Transitions > 1000 && report.Episodes > 10);
        Assert.Equal(["sound", "sound/goal", "sound/near"], report.Parts.Select(p => p.Path));
    }

    [Fact]
    public void A_constant_reward_is_an_error() => Assert.Equal(LintSeverity.Error, Only("constant", Each("flat", (_, _) => 2)).Severity);

    [Theory]
    [InlineData(1e4f)]
    [InlineData(1e-5f)]
    public void Scores_far_from_1_are_named(float factor) => Only("scale", Each("x", (t, i) => factor * t.Next("x")[i]));

    [Fact]
    public void A_part_that_never_varies_is_dead() => Assert.Equal("sum/dead", Only("dead-part", Reward.Sum("sum", Each("x", (t, i) => t.Next("x")[i]), Each("dead", (_, _) => 0))).Part);

    [Fact]
    public void A_part_that_drowns_the_others_is_named() =>
        Assert.Equal("sum/loud", Only("dominating-part", Reward.Sum("sum", Each("loud", (t, i) => 10 * t.Next("x")[i]), Each("quiet", (t, i) => 0.1f * t.Action()[i]))).Part);

    [Fact]
    public void A_part_at_the_end_of_its_range_is_saturated() =>
        Assert.Equal("sum/tanh", Only("saturated-part", Reward.Sum("sum", goal, Each("tanh", (t, i) => MathF.Tanh(8 * (FiveCells.Goal - t.Next("x")[i]))))).Part);

    [Theory]
    [InlineData("energy penalty", 1f)]
    [InlineData("success bonus", -1f)]
    public void A_part_whose_name_says_the_opposite_of_its_sign_is_named(string name, float sign) =>
        Assert.Contains(name, Only("sign", Reward.Sum("sum", goal, Each(name, (t, i) => sign * t.Next("x")[i]))).Message);

    [Fact]
    public void What_grows_without_bound_in_an_unbounded_field_is_named_and_a_bounded_field_is_not()
    {
        Assert.Contains("'v'", Only("unbounded", Reward.Sum("sum", goal, Each("fast", (t, i) => t.Next("v")[i]))).Message);
        Assert.DoesNotContain(Check(Reward.Sum("sum", goal, Each("far", (t, i) => t.Next("x")[i]))).Findings, f => f.Rule == "unbounded");
        Assert.DoesNotContain(Check(Reward.Sum("sum", goal, Each("fast", (t, i) => MathF.Tanh(t.Next("v")[i])))).Findings, f => f.Rule == "unbounded");
        Assert.DoesNotContain(Check(Reward.Sum("sum", goal, Each("effort", (t, i) => -t.Next("v")[i]))).Findings, f => f.Rule == "unbounded");
    }

    [Fact]
    public void NaN_in_a_rare_situation_is_found_with_the_situation()
    {
        // x = v never happens under the policy that was sampled, but both fields are cells.
        var rare = Each("rare", (t, i) => t.Next("x")[i] == FiveCells.Goal && t.Observation("x")[i] == FiveCells.Goal ? float.NaN : t.Next("x")[i]);
        var finding = Only("not-a-number", rare);
        Assert.Equal(LintSeverity.Error, finding.Severity);
        Assert.Contains("x 5 → 5", finding.Message);
    }

    [Fact]
    public void A_difference_without_the_discount_is_told_from_one_with_it()
    {
        var without = Each("progress", (t, i) => t.Next("x")[i] - t.Observation("x")[i]);
        Assert.Contains("without the discount", Only("shaping", Reward.Sum("sum", goal, without)).Message);
        Assert.DoesNotContain(Check(Reward.Sum("sum", goal, without), new() { Gamma = 1 }).Findings, f => f.Rule == "shaping");
        var there = Only("shaping", Reward.Sum("sum", goal, Each("there", (t, i) => t.Next("x")[i] + 1)));
        Assert.Equal(LintSeverity.Warning, there.Severity);   // waiting pays 5 a step for ever, the goal 1 and the episode ends
        Assert.Contains("changes the best action in", there.Message);
        Assert.DoesNotContain(Check(Reward.Sum("sum", goal, Each("effort", (t, i) => -0.01f * t.Action()[i] - 0.001f))).Findings, f => f.Rule == "shaping");
    }

    [Fact]
    public void Waiting_that_pays_more_than_the_goal_is_found_exactly()
    {
        // Within 20 steps: 1, 2, 3, 4 on the way, then alternating 3, 4: 10 + 8·7 = 66, against 5 for the goal.
        var there = Each("there", (t, i) => t.Next("x")[i]);
        var finding = Only("loiter", there, success: HeldOut<Transitions>.Of(goal));
        Assert.Equal(LintSeverity.Warning, finding.Severity);
        Assert.Contains("66", finding.Message);
        Assert.Contains("at most 5", finding.Message);
        Assert.DoesNotContain(Check(goal, success: HeldOut<Transitions>.Of(goal)).Findings, f => f.Rule == "loiter");
    }

    [Fact]
    public void A_score_that_depends_on_how_often_it_was_asked_is_found_and_honest_memory_is_not()
    {
        Only("step-count", new Remembering(count => count));
        Assert.DoesNotContain(Check(new Remembering(count => Math.Min(count, 1))).Findings, f => f.Rule == "step-count");
    }

    [Fact]
    public void Sampled_worlds_are_looked_at_too()
    {
        Assert.Equal("shaping", Assert.Single(RewardLint.Check(count => new CartPole(count), CartPoleRewards.Deviation).Findings).Rule);
        Assert.Contains(RewardLint.Check(count => new CartPole(count), CartPoleRewards.Upright).Findings, f => f.Rule == "constant");
    }

    [Fact]
    public void The_same_seed_gives_the_same_report()
    {
        var reward = Reward.Sum("sum", goal, Each("fast", (t, i) => t.Next("v")[i]));
        Assert.Equal(Check(reward).Findings, Check(reward).Findings);
    }

    private static LintReport Check(IReward<Transitions> reward, LintOptions? options = null, HeldOut<Transitions>? success = null) =>
        RewardLint.Check(FiveCells.World, reward, options, success: success);

    private static LintFinding Only(string rule, IReward<Transitions> reward, HeldOut<Transitions>? success = null) =>
        Assert.Single(Check(reward, success: success).Findings, f => f.Rule == rule);

    private static IReward<Transitions> Each(string name, Func<Transitions, int, float> score) => Reward.Each(name, score);

    /// <summary>Pays by how often it was asked in the episode.</summary>
    private sealed class Remembering(Func<int, float> pay) : IReward<Transitions>, IEpisodic
    {
        private int[] counts = [0];
        private int next;

        public string Name => "remembering";

        public string Unit => "1";

        public IReadOnlyList<IReward<Transitions>> Parts => [];

        public void Begin(int copies) => (counts, next) = (new int[copies], 0);

        public void Save(BinaryWriter writer) => throw new NotSupportedException();

        public void Load(BinaryReader reader) => throw new NotSupportedException();

        public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
        {
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = pay(counts[next]++) + batch.Next("x")[i];
                if (batch.Terminated[i] || batch.Truncated[i]) counts[next] = 0;
                next = (next + 1) % counts.Length;
            }
        }
    }
}
