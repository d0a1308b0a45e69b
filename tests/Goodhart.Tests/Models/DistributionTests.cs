using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Tests.Models;

public sealed class DistributionTests
{
    private static Tensor Row(params float[] values) => tensor(values).unsqueeze(0);

    private static double Only(Tensor one) => one.item<float>();

    private static Tensor Logits(params float[] probabilities) => Row(probabilities).log();

    [Fact]
    public void Categorical_HalfQuarterQuarter_HandDerived()
    {
        Tensor p = Logits(.5f, .25f, .25f), q = Logits(.25f, .5f, .25f);
        Assert.Equal(Math.Log(.25), Only(Categorical.LogProbability(p, tensor(2f).unsqueeze(0))), 1e-6);
        Assert.Equal(1.5 * Math.Log(2), Only(Categorical.Entropy(p)), 1e-6);
        // ½ ln 2 + ¼ ln ½ = ¼ ln 2;  (.25²)/.25 + (.25²)/.5 = .375
        Assert.Equal(.25 * Math.Log(2), Only(Categorical.Kl(p, q)), 1e-6);
        Assert.Equal(.375, Only(Categorical.ChiSquared(p, q)), 1e-6);
    }

    [Fact]
    public void Categorical_MassOutsideTheSupport_IsInfinite_AndZeroOutsideIsNot()
    {
        Tensor p = Logits(.5f, .5f, 0), q = Logits(1, 0, 0);
        Assert.Equal(double.PositiveInfinity, Only(Categorical.Kl(p, q)));
        Assert.Equal(double.PositiveInfinity, Only(Categorical.ChiSquared(p, q)));
        // Reversed, p covers q: KL = ln 2, χ² = (.5²)/.5·2 = 1.
        Assert.Equal(Math.Log(2), Only(Categorical.Kl(q, p)), 1e-6);
        Assert.Equal(1, Only(Categorical.ChiSquared(q, p)), 1e-6);
        Assert.Equal(0, Only(Categorical.Entropy(q)), 1e-6);
    }

    [Fact]
    public void Categorical_Sample_FollowsTheProbabilities_AndNeverTakesTheImpossible()
    {
        const int n = 40000;
        var logits = new float[n * 3];
        for (var i = 0; i < n; i++) (logits[3 * i], logits[3 * i + 1], logits[3 * i + 2]) = (MathF.Log(.7f), float.NegativeInfinity, MathF.Log(.3f));
        var actions = new float[n];
        Categorical.Sample(logits, new(1), actions);
        Assert.DoesNotContain(1f, actions);
        Assert.Equal(.7, actions.Count(a => a == 0) / (double)n, .01);   // 4 σ = .009
    }

    [Fact]
    public void Gaussian_OneComponent_HandDerived()
    {
        Tensor m1 = Row(1), s1 = Row(0), m2 = Row(0), s2 = Row((float)Math.Log(2));
        Assert.Equal(-.5 * Math.Log(2 * Math.PI) - .5, Only(DiagonalGaussian.LogProbability(m1, s1, Row(2))), 1e-6);
        Assert.Equal(.5 * Math.Log(2 * Math.PI * Math.E), Only(DiagonalGaussian.Entropy(s1)), 1e-6);
        // ln 2 + (1 + 1)/8 − ½;  σ₂²/(σ₁√(2σ₂² − σ₁²))·exp(1/7) − 1 = 4/√7·e^{1/7} − 1
        Assert.Equal(Math.Log(2) - .25, Only(DiagonalGaussian.Kl(m1, s1, m2, s2)), 1e-6);
        Assert.Equal(4 / Math.Sqrt(7) * Math.Exp(1.0 / 7) - 1, Only(DiagonalGaussian.ChiSquared(m1, s1, m2, s2)), 1e-5);
    }

    [Fact]
    public void Gaussian_ChiSquared_MatchesIntegration_AndMultipliesOverComponents()
    {
        double Integral(double m1, double s1, double m2, double s2)
        {
            double Density(double x, double m, double s) => Math.Exp(-.5 * Math.Pow((x - m) / s, 2)) / (s * Math.Sqrt(2 * Math.PI));
            var sum = 0.0;
            for (var x = -12.0; x < 12; x += 1e-3) sum += Math.Pow(Density(x, m1, s1), 2) / Density(x, m2, s2) * 1e-3;
            return sum;
        }

        double first = Integral(.3, .8, 0, 1), second = Integral(-.5, 1.1, .2, 1);
        var chi = DiagonalGaussian.ChiSquared(Row(.3f, -.5f), Row(.8f, 1.1f).log(), Row(0, .2f), Row(1, 1f).log());
        Assert.Equal(first * second - 1, Only(chi), 1e-4);
    }

    [Fact]
    public void Gaussian_ChiSquaredOfTooWideAPolicy_IsInfinite_WithoutNaNInOtherRowsGradients()
    {
        // 2σ₂² ≤ σ₁² in the first row only.
        var log = tensor(new float[] { 1, 0 }).reshape(2, 1).requires_grad_();
        var chi = DiagonalGaussian.ChiSquared(zeros(2, 1), log, zeros(2, 1), zeros(2, 1));
        Assert.Equal(double.PositiveInfinity, chi[0].item<float>());
        Assert.Equal(0, chi[1].item<float>(), 1e-6f);
        where(chi.isfinite(), chi, 0).sum().backward();
        Assert.All(log.grad!.Floats().ToArray(), g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void Gaussian_SampleLogProbability_AveragesToMinusEntropy() =>
        AveragesToMinusEntropy(new GaussianActions(Row(.5f, -1).expand(20000, 2), Row(.3f, -.7f).expand(20000, 2)), 2);

    [Fact]
    public void Beta_SampleLogProbability_AveragesToMinusEntropy() =>
        // Shapes well above 1: the mass within 1e-2 of the ends, where the density is taken inside, is negligible.
        AveragesToMinusEntropy(new BetaActions(Row(6, 9).expand(20000, 2), Row(7, 5).expand(20000, 2), tensor(new float[] { -1.5f, 0 }), tensor(new float[] { 1.5f, .1f })), 2);

    private static void AveragesToMinusEntropy(ActionDistribution distribution, int width)
    {
        var actions = new float[20000 * width];
        distribution.Sample(new(5), actions);
        var mean = distribution.LogProbability(TensorMemory.Rows(actions, 20000)).mean();
        Assert.Equal(-Only(distribution.Entropy().mean()), Only(mean), .03);   // 4·sd/√n with sd ≈ 1
    }

    [Fact]
    public void Beta_TwoOne_AgainstUniform_HandDerived()
    {
        // p = 2x on (0, 1), q = 1: ln p(.5) = 0, entropy ½ − ln 2, KL = ln 2 − ½, χ² = ∫4x² − 1 = 1/3.
        Tensor two = Row(2), one = Row(1), low = tensor(new float[] { 0 }), high = tensor(new float[] { 1 });
        Assert.Equal(0, Only(ScaledBeta.LogProbability(two, one, low, high, Row(.5f))), 1e-6);
        Assert.Equal(.5 - Math.Log(2), Only(ScaledBeta.Entropy(two, one, low, high)), 1e-5);
        Assert.Equal(Math.Log(2) - .5, Only(ScaledBeta.Kl(two, one, one, one)), 1e-5);
        Assert.Equal(1.0 / 3, Only(ScaledBeta.ChiSquared(two, one, one, one)), 1e-5);
        // 2α₁ ≤ α₂: ∫ 1/(2x) diverges.
        Assert.Equal(double.PositiveInfinity, Only(ScaledBeta.ChiSquared(one, one, two, one)));
    }

    [Fact]
    public void Beta_LogProbabilityAtTheEnds_IsTakenOneHundredthInside()
    {
        Tensor two = Row(2), one = Row(1), low = tensor(new float[] { -1 }), high = tensor(new float[] { 3 });
        // Scaled to width 4: ln(2·.01) − ln 4 at the lower end, ln(2·.99) − ln 4 at the upper.
        Assert.Equal(Math.Log(.02 / 4), Only(ScaledBeta.LogProbability(two, one, low, high, Row(-1))), 1e-5);
        Assert.Equal(Math.Log(1.98 / 4), Only(ScaledBeta.LogProbability(two, one, low, high, Row(3))), 1e-5);
    }

    [Fact]
    public void Divergence_OfUnlikeKinds_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new CategoricalActions(Row(0, 0)).Kl(new GaussianActions(Row(0), Row(0))));
        Assert.Contains("expected CategoricalActions, was GaussianActions", error.Message);
    }

    [Fact]
    public void Actor_BetaHeadOverUnboundedActions_NamesTheField()
    {
        var schema = new Schema([new("x")], new ActionSpace.Box([new("thrust", "N", 0)]));
        var error = Assert.Throws<ArgumentException>(() => new Actor(schema, new(), ContinuousHead.Beta, new(1)));
        Assert.Contains("'thrust' is in [0, ", error.Message);
    }

    [Fact]
    public void Normaliser_TwoBatches_EqualsOneAndIsFrozenBetween()
    {
        var schema = new Schema([new("x"), new("y")], new ActionSpace.Discrete(["a"]));
        float[][] columns = [[1, 2, 3, 10], [5, 5, 5, 5]];
        Transitions Batch(int from, int to)
        {
            var batch = new Transitions(schema, to - from);
            for (var f = 0; f < 2; f++) columns[f].AsSpan(from, to - from).CopyTo(batch.Observation(f));
            return batch;
        }

        var split = new RunningNormaliser(2);
        Assert.Equal(3, split.Apply(Row(3, 5))[0, 0].item<float>());
        split.Update(Batch(0, 1));
        split.Update(Batch(1, 4));
        // x: mean 4, variance (9 + 4 + 1 + 36)/4 = 12.5. y does not vary: it maps to 0 and stays finite.
        var seen = split.Apply(Row(9, 5)).Floats().ToArray();
        Assert.Equal(5 / Math.Sqrt(12.5), seen[0], 1e-5);
        Assert.Equal(0, seen[1]);
        Assert.Equal(10, split.Apply(Row(1e6f, 5))[0, 0].item<float>());
    }
}
