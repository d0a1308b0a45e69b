using Goodhart.Optimization.SelfShaping;
using Goodhart.Optimization.Tabular;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public sealed class SelfShapingTests
{
    /// <summary>State 0 ends in terminal state 1 by either action; only the second earns, 1.</summary>
    private static readonly TabularMdp choice = new(new([], new ActionSpace.Discrete(["no", "yes"]), 2), [0, 1, 2, 2, 2], [1, 1], [1, 1], [1, 0]);

    private static readonly double[] uniform = [.5, .5, .5, .5];

    [Fact]
    public void The_gradient_is_the_hand_derived_one()
    {
        // π = (1/4, 3/4), a = 1, advantage 2: w = 3/2, so (−1/4 · 3/2, 3/2 − 3/4 · 3/2).
        double[] row = [0, 0];
        IntrinsicGradient.Add([.25, .75], 1, 2, row);
        Assert.Equal([-.375, .375], row);
    }

    [Fact]
    public void Two_updates_move_phi_and_V_as_derived_by_hand()
    {
        var reward = new SelfShapingReward(choice, [0, 1], new(RewardRate: .1, CriticRate: .5, Every: 1, Buffer: 1), new(1));
        TabularStep[] episode = [new(0, 1, 1, 1, 0, true)];
        reward.Watch(episode, uniform);   // G − V = 1: w = 1/2, gradient ∓1/4
        Assert.Equal(-.025, reward.Phi[0], 1e-15);
        Assert.Equal(.025, reward.Phi[1], 1e-15);
        Assert.Equal(.5, reward.V[0], 1e-15);
        reward.Watch(episode, uniform);   // G − V = 1/2: gradient ∓1/8
        Assert.Equal(.0375, reward.Phi[1], 1e-15);
        Assert.Equal(.75, reward.V[0], 1e-15);
        Assert.Equal(-.0375, reward.Table[0], 1e-15);
        Assert.Equal(1.0375, reward.Table[1], 1e-15);
        Assert.Equal(0, reward.Phi[2] + reward.Phi[3] + reward.V[1]);   // nothing of the terminal state
    }

    [Fact]
    public void Phi_stays_within_its_clip_and_at_zero_without_a_rate()
    {
        SelfShapingReward clipped = new(choice, [0, 1], new(RewardRate: 1, Every: 1, Clip: .01), new(1)), still = new(choice, [0, 1], new(RewardRate: 0, Every: 1), new(1));
        TabularStep[] episode = [new(0, 1, 1, 1, 0, true)];
        clipped.Watch(episode, uniform);
        still.Watch(episode, uniform);
        Assert.Equal([-.01, .01, 0, 0], clipped.Phi);
        Assert.Equal([0, 1], still.Table);
    }

    [Fact]
    public void Options_out_of_range_and_wrong_lengths_are_refused_by_name()
    {
        Assert.Contains("RewardRate must not be negative, was -1", Assert.Throws<ArgumentOutOfRangeException>(() => new SelfShapingOptions(RewardRate: -1).Checked()).Message);
        Assert.Contains("Buffer must be positive, was 0", Assert.Throws<ArgumentOutOfRangeException>(() => new SelfShapingOptions(Buffer: 0).Checked()).Message);
        Assert.Contains("extrinsic.Length must be 2, was 3", Assert.Throws<ArgumentException>(() => new SelfShapingReward(choice, [0, 1, 2], new(), new(1))).Message);
    }

    [Fact]
    public void Both_learners_run_and_learn_the_better_action()
    {
        using var reinforce = ExploRs.WithReinforce(choice, [0, 1], new(PerStep: true, Horizon: 5), new(), new(1));
        using var q = ExploRs.WithQLearning(choice, [0, 1], new(LearningRate: .1, Epsilon: .05, ReplayBackwards: true), new(Clip: .01), new(1));
        reinforce.Run(500);
        q.Run(500);
        Assert.True(reinforce.Policy().At(0)[1] > .9);
        Assert.Equal(.975, q.Policy().At(0)[1], 1e-12);
    }
}
