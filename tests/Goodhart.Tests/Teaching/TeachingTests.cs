using Goodhart.Design;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public sealed class TeachingTests
{
    private const double Gamma = 0.95;
    private const int Right = 1;

    private static readonly TeachingTask chain = Chain();

    [Fact]
    public void The_chain_has_its_golden_values_and_gaps()
    {
        Assert.Equal(3.324843, chain.V[0], 5e-7);
        double[] gaps = [0.14777, 0.32060, 0.35855, 0.38374, 0.40897];
        for (var s = 0; s < gaps.Length; s++) Assert.Equal(gaps[s], chain.Gap[s], 6e-6);
        Assert.All(Enumerable.Range(0, 20), s => Assert.Equal(Right, chain.Target[s]));
    }

    [Fact]
    public void The_original_reward_and_its_shaped_form_have_their_golden_informativeness()
    {
        Assert.Equal(-0.220620, Informativeness.Of(chain, chain.Reward), 5e-7);
        Assert.Equal(0, Informativeness.Of(chain, chain.ValueShaped()), 1e-9);
    }

    [Fact]
    public void Greedy_design_picks_the_golden_states_with_the_golden_values()
    {
        var designs = new ExplicableDesign(chain).Greedy([19], TestContext.Current.CancellationToken);
        Assert.Equal([19, 0, 2, 4, 6, 8], designs[^1].States);
        double[] expected = [-0.220620, -0.190710, -0.168686, -0.143591, -0.115119, -0.083604];
        for (var b = 0; b < expected.Length; b++) Assert.Equal(expected[b], designs[b].Informativeness, 1e-6);
        Assert.All(designs, d => Assert.True(chain.IsKeptBy(d.Values)));
    }

    [Fact]
    public void A_reward_on_all_states_shows_everything()
    {
        var all = new ExplicableDesign(chain).On([.. Enumerable.Range(0, 20)]);
        Assert.Equal(0, all.Informativeness, 1e-7);
        Assert.True(chain.IsKeptBy(all.Values));
    }

    [Fact]
    public void A_set_that_greedy_does_not_find_may_show_more() =>
        Assert.Equal(-0.070244, new ExplicableDesign(chain).On([19, 0, 1, 8, 10, 11]).Informativeness, 1e-6);

    [Fact]
    public void A_design_for_the_wrong_policy_fails_the_invariance_check()
    {
        var wrong = new TeachingTask(chain.Mdp, chain.Reward, Gamma, target: [.. Enumerable.Range(0, 21).Select(s => s == 7 ? 0 : Right)]);
        var design = new ExplicableDesign(wrong).On([.. Enumerable.Range(0, 20)]);
        Assert.False(chain.IsKeptBy(design.Values));
    }

    [Fact]
    public void Too_small_a_reward_is_refused_with_a_state()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new ExplicableDesign(chain, new(Largest: 0.5)).On([19]));
        Assert.Matches(@"state \d+ cannot be given its gap .* Try R_max = 1", error.Message);
    }

    [Fact]
    public void Sparsity_costs_informativeness_and_buys_smaller_rewards()
    {
        int[] states = [19, 0, 2, 4];
        RewardTable free = new ExplicableDesign(chain).On(states), sparse = new ExplicableDesign(chain, new(SparsityWeight: 0.01)).On(states);
        Assert.True(sparse.Values.Sum(Math.Abs) < free.Values.Sum(Math.Abs) - 1);
        Assert.True(sparse.Informativeness <= free.Informativeness + 1e-9);
        Assert.True(chain.IsKeptBy(sparse.Values));
    }

    [Fact]
    public void A_local_advantage_far_enough_ahead_is_the_true_one()
    {
        var (endless, far) = (new LocalAdvantage(chain.Mdp, chain.Target, Gamma, null), new LocalAdvantage(chain.Mdp, chain.Target, Gamma, 600));
        for (var s = 0; s < 20; s++)
        {
            var advantage = chain.Q[s * 2 + 1] - chain.Q[s * 2];
            Assert.Equal(advantage, endless.Of(s, 0, chain.Reward), 1e-9);
            Assert.Equal(advantage, far.Of(s, 0, chain.Reward), 1e-9);
            var row = new double[42];
            far.Row(s, 0, row);
            Assert.Equal(advantage, row.Zip(chain.Reward, (c, r) => c * r).Sum(), 1e-9);
        }
    }

    [Fact]
    public void A_lesson_for_a_learner_climbs_the_alignment_it_is_made_for()
    {
        double[] learner = [.. Enumerable.Repeat(0.5, 42)];
        var policy = Policies.Uniform(chain.Mdp);
        var occupancy = Solve.Occupancy(chain.Mdp, policy, Gamma);
        double[] expert = [.. Enumerable.Range(0, 21).Select(s => 1.0 / 21)];
        var design = new ExplicableDesign(chain);
        var worth = design.Alignment(learner, occupancy, expert);
        double Worth(double[] reward) => worth.Zip(reward, (w, r) => w * r).Sum();
        var lesson = design.For(learner, occupancy, expert);
        Assert.True(chain.IsKeptBy(lesson.Values));
        Assert.All([chain.Reward, chain.ValueShaped(), new ExplicableDesign(chain).On([19, 0, 2]).Values], other => Assert.True(Worth(lesson.Values) >= Worth(other) - 1e-6));
    }

    [Fact]
    public void The_alignment_is_the_gradient_of_its_objective()
    {
        double[] learner = [.. Enumerable.Range(0, 42).Select(i => i % 2 == 0 ? 0.3 : 0.7)];
        double[] occupancy = [.. Enumerable.Range(0, 42).Select(i => 0.01 + 0.001 * i)], expert = [.. Enumerable.Range(0, 21).Select(s => 0.02 * s)];
        double Objective(double[] reward)
        {
            var sum = 0.0;
            for (var s = 0; s < 21; s++)
            {
                double meanR = 0, meanA = 0;
                for (var b = 0; b < 2; b++) (meanR, meanA) = (meanR + learner[2 * s + b] * reward[2 * s + b], meanA + learner[2 * s + b] * (chain.Q[2 * s + b] - chain.V[s]));
                for (var a = 0; a < 2; a++)
                {
                    var i = 2 * s + a;
                    sum += expert[s] * occupancy[i] * learner[i] * (chain.Q[i] - chain.V[s] - meanA) * (reward[i] - meanR);
                }
            }

            return sum;
        }

        var gradient = new ExplicableDesign(chain).Alignment(learner, occupancy, expert);
        for (var i = 0; i < 40; i++)
        {
            var step = new double[42];
            step[i] = 1;
            Assert.Equal(Objective(step), gradient[i], 1e-12);   // it is linear
        }
    }

    [Fact]
    public void Equally_good_actions_stay_equally_good_or_either_may_be_preferred()
    {
        // From 0 both ways lead in one step to the goal, which pays alike: a tie that no design has to break.
        TabularMdp fork = new(new([], new ActionSpace.Discrete(["a", "b", "wait"]), 2), [0, 1, 2, 3, 3, 3, 3], [1, 1, 0], [1, 1, 1], [1, 0]);
        var task = new TeachingTask(fork, [1, 1, 0, 0, 0, 0], 0.9);
        Assert.True(task.IsTied(0, 1));
        Assert.False(task.IsWorse(0, 1));
        Assert.True(task.IsWorse(0, 2));
        Assert.True(task.IsKeptBy([1, 0.5, 0, 0, 0, 0]));
        Assert.True(task.IsKeptBy([0.5, 1, 0, 0, 0, 0]));
        Assert.False(task.IsKeptBy([0, 0, 1, 0, 0, 0]));
        var design = new ExplicableDesign(task).On([0]);
        Assert.Equal(design.Values[0], design.Values[1], 1e-6);
        Assert.True(task.IsKeptBy(design.Values));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("gamma must be in [0, 1), was 1", Assert.Throws<ArgumentOutOfRangeException>(() => new TeachingTask(chain.Mdp, chain.Reward, 1)).Message);
        Assert.Throws<ArgumentException>(() => new TeachingTask(chain.Mdp, [1], Gamma));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TeachingTask(chain.Mdp, chain.Reward, Gamma, [.. Enumerable.Repeat(2, 21)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExplicableDesign(chain).On([99]));
        Assert.Equal(0, chain.Gap[20]);   // nothing is to be shown in a terminal state
    }

    [Fact]
    public void A_table_is_a_reward_and_reads_as_lines()
    {
        var table = new RewardTable([0, 1.5, 0, -2], [0, 1], 0, 2);
        Assert.Equal(["s0, a1: +1.5", "s1, a1: -2"], table.Lines(s => $"s{s}", a => $"a{a}"));
    }

    /// <summary>States 0 … 19 and terminal 20; the other direction with probability 0.1; left at 0 stays; 10 for right at 19.</summary>
    internal static TeachingTask Chain()
    {
        var (start, next, probability) = (new List<int> { 0 }, new List<int>(), new List<double>());
        for (var s = 0; s <= 20; s++)
            for (var a = 0; a < 2; a++)
            {
                if (s < 20)
                {
                    next.AddRange([Math.Max(0, s - 1), s + 1]);
                    probability.AddRange(a == 0 ? [0.9, 0.1] : [0.1, 0.9]);
                }

                start.Add(next.Count);
            }

        var initial = new double[21];
        initial[0] = 1;
        var mdp = new TabularMdp(new([], new ActionSpace.Discrete(["left", "right"]), 21), [.. start], [.. next], [.. probability], initial);
        var reward = new double[42];
        reward[19 * 2 + 1] = 10;
        return new(mdp, reward, Gamma);
    }
}
