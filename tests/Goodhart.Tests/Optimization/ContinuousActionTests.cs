using Goodhart.Models;
using Goodhart.Optimization;
using Goodhart.Worlds;

namespace Goodhart.Tests.Optimization;

public sealed class ContinuousActionTests
{
    private static (double Mean, double Deviation) Actions(IPolicy policy)
    {
        var world = new Dial(4000);
        var actions = new float[4000];
        policy.Act(Situations.Of(world), new(3), actions);
        var mean = actions.Average(a => (double)a);
        return (mean, Math.Sqrt(actions.Average(a => (a - mean) * (a - mean))));
    }

    [Theory]
    [InlineData(ContinuousHead.Gaussian)]
    [InlineData(ContinuousHead.Beta)]
    public void Iterate_Dial_TurnsToTheTarget(ContinuousHead head)
    {
        var options = new PolicyGradientOptions(Steps: 4, Epochs: 4, Minibatch: 128, LearningRate: 1e-2, EntropyWeight: 0, Network: new(16), Head: head);
        using var trainer = new PolicyGradientTrainer(new Dial(128), Dial.Near(1.4f), options, 1);
        var before = Actions(trainer.Policy);
        for (var i = 0; i < 80; i++) trainer.Iterate();
        var (mean, deviation) = Actions(trainer.Policy);
        Assert.InRange(mean, 1.3, 1.5);
        Assert.True(deviation < before.Deviation / 2, $"The spread went from {before.Deviation} to {deviation}.");
    }

    [Theory]
    [InlineData(ContinuousHead.Gaussian)]
    [InlineData(ContinuousHead.Beta)]
    public void Fit_Hand_IsImitated(ContinuousHead head)
    {
        var world = new Dial(64);
        using var policy = new NetworkPolicy(world.Schema, new(16), head, new(1));
        BehaviourCloning.Fit(policy, new Hand(.6, .2), world, new(Rounds: 60, Steps: 8, Minibatch: 128, LearningRate: 1e-2), 2);
        var (mean, deviation) = Actions(policy);
        Assert.InRange(mean, .55, .65);
        Assert.InRange(deviation, .2 / Math.Sqrt(3) * .8, .2 / Math.Sqrt(3) * 1.3);   // the spread of a uniform variable on ±.2
    }

    [Fact]
    public void Iterate_WithNormaliser_ActsUnderItsFirstMomentsFromTheStart()
    {
        using var trainer = new PolicyGradientTrainer(new Dial(16), Dial.Near(1), new(Steps: 2, Network: new(8), NormaliseObservations: true), 1);
        var step = trainer.Iterate();
        Assert.Equal(32, step.Steps);
        Assert.Equal(64, trainer.Policy.Normaliser.Count);   // the rollout that set the moments, and the one that was trained on
        Assert.Equal(1, trainer.Policy.Normaliser.Mean[0]);
        // Every ratio is 1 in the first update, since the policy acted under the very moments it is updated under.
        using var once = new PolicyGradientTrainer(new Dial(16), Dial.Near(1), new(Steps: 2, Epochs: 1, Network: new(8), NormaliseObservations: true), 1);
        Assert.Equal(0, once.Iterate().Update.ApproximateKl, 1e-9);
    }

    [Fact]
    public void Probabilities_OfABoxOfActions_AreRefused()
    {
        var world = new Dial(1);
        using var policy = new NetworkPolicy(world.Schema, new(16), ContinuousHead.Gaussian, new(1));
        Assert.Contains("discrete actions only", Assert.Throws<InvalidOperationException>(() => policy.Probabilities(Situations.Of(world))).Message);
    }

    [Fact]
    public void TabularDistribution_WithoutStateNumbers_SaysWhatItNeeds()
    {
        var table = new TabularDistribution(new(2, [.5, .5]));
        Assert.Contains("needs 3 state numbers, got 0", Assert.Throws<ArgumentException>(() => table.Distribution(Situations.Of(new Dial(3)))).Message);
    }

    [Fact]
    public void Trainer_WorldThatDoesNotRestart_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new PolicyGradientTrainer(new Dial(1) { Autoreset = Autoreset.Disabled }, Dial.Near(1), new(), 1));
        Assert.Contains("World 'dial' must restart episodes by itself", error.Message);
    }
}
