using Goodhart.Models;
using Goodhart.Optimization;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Optimization;

public sealed class PolicyGradientTrainerTests
{
    private static readonly PolicyGradientOptions small = new(Steps: 16, Epochs: 2, Minibatch: 64, LearningRate: 3e-3, Network: new(16));

    private static TabularDistribution Uniform => new(new TabularPolicy(2, [.. Enumerable.Repeat(.5, 10)]));

    private static OccupancyPenalty Penalty(bool discounted = false, OccupancyKind kind = OccupancyKind.SqrtChiSquared) => new(
        Uniform, new Corridor(8), new(kind, .05, Discounted: discounted, Ratio: new(new(16, 2, Activation.LeakyRelu), Minibatch: 64)), 9);

    [Fact]
    public void Iterate_Corridor_LearnsToWalkRight()
    {
        using var trainer = new PolicyGradientTrainer(new Corridor(8), Corridor.Arrival, small, 1);
        TrainingStep last = trainer.Iterate();
        for (var i = 0; i < 60; i++) last = trainer.Iterate();
        Assert.Equal(1, last.EpisodeReturn, 1e-9);
        Assert.True(last.EpisodeLength < 5, $"Walking straight takes 4 steps, took {last.EpisodeLength}.");
        var policy = trainer.Tabulate(Corridor.Mdp());
        for (var s = 0; s < 4; s++) Assert.True(policy.At(s)[1] > .8);
        for (var s = 0; s < 5; s++) Assert.Equal(1, policy.At(s)[0] + policy.At(s)[1], 1e-12);
    }

    [Fact]
    public void Iterate_SameSeed_SameBits_AndAnotherSeedOthers()
    {
        float[] Run(ulong seed)
        {
            using var trainer = new PolicyGradientTrainer(new Corridor(8), Corridor.Arrival, small, seed);
            for (var i = 0; i < 3; i++) trainer.Iterate();
            return trainer.Policy.Parameters.Values.ToArray();
        }

        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SaveLoad_HalfWay_ContinuesBitForBit(bool discounted)
    {
        var options = small with { NormaliseObservations = true, AnnealOver = 2000, TargetKl = .05 };
        (PolicyGradientTrainer, OccupancyPenalty) New()
        {
            var penalty = Penalty(discounted);
            return (new(new Corridor(8), Corridor.Arrival, options, 4, [penalty, new ActionDivergence(Uniform, ActionDivergenceKind.ChiSquared, 1e-3)]), penalty);
        }

        var (straight, held) = New();
        var (first, firstHeld) = New();
        for (var i = 0; i < 8; i++) straight.Iterate();
        for (var i = 0; i < 4; i++) first.Iterate();
        var stream = new MemoryStream();
        first.Save(new(stream));
        stream.Position = 0;
        var (second, secondHeld) = New();
        second.Load(new(stream));
        Assert.Equal(stream.Length, stream.Position);
        TrainingStep last = second.Iterate();
        for (var i = 0; i < 3; i++) last = second.Iterate();

        Assert.True(straight.Policy.Parameters.Values.SequenceEqual(second.Policy.Parameters.Values));
        Assert.True(straight.CriticParameters.Values.SequenceEqual(second.CriticParameters.Values));
        Assert.Equal(straight.Steps, second.Steps);
        byte[] Bytes(PolicyGradientTrainer trainer)
        {
            var whole = new MemoryStream();
            trainer.Save(new(whole));
            return whole.ToArray();
        }

        Assert.Equal(Bytes(straight), Bytes(second));   // optimisers, discriminator, random state, worlds, episodes and counters too
        foreach (IDisposable one in (IDisposable[])[straight, held, first, firstHeld, second, secondHeld]) one.Dispose();
    }

    [Fact]
    public void Load_OfAnotherNetwork_IsRefused()
    {
        using PolicyGradientTrainer saved = new(new Corridor(8), Corridor.Arrival, small, 1), other = new(new Corridor(8), Corridor.Arrival, small with { Network = new(17) }, 1);
        var stream = new MemoryStream();
        saved.Save(new(stream));
        stream.Position = 0;
        Assert.Contains("parameters, this network has", Assert.Throws<InvalidDataException>(() => other.Load(new(stream))).Message);
    }

    [Fact]
    public void Iterate_WithPenalty_TrainsOnTheRewardLessThePenalty_AndLogsThatVeryNumber()
    {
        using var penalty = Penalty();
        using var trainer = new PolicyGradientTrainer(new Corridor(8), Corridor.Arrival, small, 1, [penalty]);
        for (var i = 0; i < 5; i++)
        {
            var step = trainer.Iterate();
            Assert.Equal(step.Parts[0].Mean - step.Penalty, step.Total, 1e-6);
            Assert.NotEqual(0, step.Penalty);
            Assert.NotNull(step.KlToBase);
            Assert.Contains(step.Regularisers, m => m.Tag == "occupancy/χ² estimate");
            Assert.Contains(step.Regularisers, m => m.Tag == "occupancy/discriminator loss");
            Assert.All(step.Metrics(), m => Assert.False(double.IsInfinity(m.Value)));
        }

        Assert.Equal(trainer.Steps, penalty.BaseSteps);   // half of all steps are the base policy's
    }

    [Fact]
    public void ActionDivergence_Strong_HoldsThePolicyAtItsBase()
    {
        double Kl(double coefficient)
        {
            using var trainer = new PolicyGradientTrainer(new Corridor(8), Corridor.Arrival, small, 1, [new ActionDivergence(Uniform, ActionDivergenceKind.Kl, coefficient)]);
            TrainingStep last = trainer.Iterate();
            for (var i = 0; i < 40; i++) last = trainer.Iterate();
            return last.KlToBase!.Value;
        }

        Assert.True(Kl(1) < .01);
        Assert.True(Kl(0) > .2);
    }

    [Fact]
    public void ActionDivergence_BaseWithoutAnAction_SaysSo()
    {
        var stuck = new TabularDistribution(new TabularPolicy(2, [1, 0, 1, 0, 1, 0, 1, 0, 1, 0]));
        using var trainer = new PolicyGradientTrainer(new Corridor(8), Corridor.Arrival, small, 1, [new ActionDivergence(stuck, ActionDivergenceKind.ChiSquared, 1)]);
        Assert.Contains("the base never takes some action", Assert.Throws<InvalidOperationException>(() => trainer.Iterate()).Message);
    }

    [Fact]
    public void ActionDivergence_InfiniteChiSquared_CountsAsKl()
    {
        // 2σ₂² ≤ σ₁² in the first row: KL = ln(1/e) + e²/2 − ½; in the second the policies agree.
        using var scope = TorchSharp.torch.NewDisposeScope();
        var policy = new GaussianActions(TorchSharp.torch.zeros(2, 1), TorchSharp.torch.tensor(new float[] { 1, 0 }).reshape(2, 1));
        var reference = new GaussianActions(TorchSharp.torch.zeros(2, 1), TorchSharp.torch.zeros(2, 1));
        var value = ActionDivergence.Divergence(ActionDivergenceKind.ChiSquared, policy, reference).Floats();
        Assert.Equal(-1 + Math.E * Math.E / 2 - .5, value[0], 1e-5);
        Assert.Equal(0, value[1], 1e-6);
        Assert.Equal(1e-4, ActionDivergence.Divergence(ActionDivergenceKind.SqrtChiSquared, policy, reference).Floats()[1], 1e-6);
    }

    [Fact]
    public void Options_OutOfRange_AreNamed()
    {
        foreach (var (bad, name) in ((PolicyGradientOptions, string)[])[(small with { Steps = 0 }, "Steps"), (small with { Discount = 1 }, "Discount"), (small with { Clip = -1 }, "Clip")])
            Assert.Contains($"{name} must be", Assert.Throws<ArgumentOutOfRangeException>(() => new PolicyGradientTrainer(new Corridor(8), Corridor.Arrival, bad, 1)).Message);
    }

    [Fact]
    public void Iterate_ManyTimes_KeepsNoTensors()
    {
        using var penalty = Penalty(kind: OccupancyKind.Wasserstein);
        using var trainer = new PolicyGradientTrainer(new Corridor(8), Corridor.Arrival, small, 1, [penalty]);
        for (var i = 0; i < 3; i++) trainer.Iterate();
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 10; i++) trainer.Iterate();
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
