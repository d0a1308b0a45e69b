using Goodhart.Audit.Lint;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public sealed class PotentialRepairTests
{
    private const double Gamma = 0.95;

    private static readonly IReward<Transitions> goal = Reward.Each<Transitions>("goal", (t, i) => t.Next("x")[i] == FiveCells.Goal ? 1 : 0);

    [Fact]
    public void A_term_that_pays_for_waiting_is_found_and_its_potential_form_keeps_the_best_actions()
    {
        var near = Reward.Each<Transitions>("near", (t, i) => t.Next("x")[i] == FiveCells.Goal ? 0 : t.Next("x")[i] / 5);
        var repair = PotentialRepair.Of(FiveCells.Mdp, goal, near, Gamma);
        Assert.True(repair.ChangesOptimum);
        Assert.Contains(4, repair.States);   // next to the goal it pays to turn back
        Assert.False(repair.IsPotential);
        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8, 0], repair.Potential.Select(x => Math.Round(x, 6)));
        Assert.Equal(Best(goal), Best(Reward.Sum("repaired", goal, repair.Repaired)));
        Assert.NotEqual(Best(goal), Best(Reward.Sum("as it was", goal, near)));
    }

    [Fact]
    public void A_potential_difference_is_recognised_and_its_potential_recovered()
    {
        var shaping = Reward.Shaping("toward", (states, phi) =>
        {
            for (var i = 0; i < phi.Length; i++) phi[i] = states.Field("x")[i];
        }, (float)Gamma);
        var repair = PotentialRepair.Of(FiveCells.Mdp, goal, shaping, Gamma);
        Assert.True(repair.IsPotential);
        Assert.False(repair.ChangesOptimum);
        for (var s = 0; s < FiveCells.Goal; s++) Assert.Equal(s, repair.Potential[s], 1e-3);
    }

    [Fact]
    public void A_term_that_is_harmless_here_is_said_to_be()
    {
        var right = Reward.Each<Transitions>("right", (t, i) => 0.01f * t.Action()[i]);
        var repair = PotentialRepair.Of(FiveCells.Mdp, goal, right, 0.5);
        Assert.False(repair.ChangesOptimum);
        Assert.False(repair.IsPotential);
        Assert.Contains("no best action changes", repair.Message);
    }

    private static double[] Best(IReward<Transitions> reward) =>
        Solve.Greedy(FiveCells.Mdp, Solve.Optimal(FiveCells.Mdp, FiveCells.Mdp.Expect(FiveCells.Mdp.Tabulate(reward)), Gamma).Q, splitTies: true).Probabilities;
}
