using Goodhart.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Tests.Language;

public sealed class TrainingTests
{
    public static IEnumerable<TheoryDataRow<string>> Tiny => TinyModels.Names;

    private static readonly Encoded[] Texts = [new([1, 2, 3, 4, 5], [2, 4]), new([6, 7]), new([8, 9, 10, 11])];

    /// <summary>The derivative along a random direction against (f(θ + hd) − f(θ − hd)) / 2h, in 64 bits.</summary>
    private static void CheckGradient(ParameterVector parameters, Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var gradient = parameters.Gradient(loss());
        var rng = new Generator(4);
        for (var trial = 0; trial < 5; trial++)
        {
            var drawn = new float[parameters.Flat.NumberOfElements];
            rng.Normal(drawn);
            var direction = tensor(drawn).to(ScalarType.Float64);
            using var gradless = no_grad();
            double At(double h)
            {
                parameters.Flat.add_(direction, h);
                return loss().ToDouble();
            }

            const double h = 1e-6;   // a step of some 1e-4 in all: its square is what the difference errs by
            var slope = (At(h) - At(-2 * h)) / (2 * h);
            At(h);
            var expected = gradient.dot(direction).ToDouble();
            Assert.Equal(expected, slope, 1e-6 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Gradient_OfAScore_IsThatOfFiniteDifferences(string family)
    {
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of(family), 2, new(1), type: ScalarType.Float64);
        CheckGradient(scorer.Parameters, () => scorer.Forward(Texts).square().sum());
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Gradient_OfLogProbabilities_IsThatOfFiniteDifferences(string family)
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of(family), new(1), type: ScalarType.Float64);
        CheckGradient(model.Parameters, () => model.LogProbabilities(Texts).sum());
    }

    [Fact]
    public void Gradient_OfAnAdapterWithDropout_IsThatOfFiniteDifferences()
    {
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of("qwen3"), 1, new(1), new(Trained.Lora, new() { Rank = 2, Dropout = .3, TargetModules = ["all-linear"] }, Dropout: .2), type: ScalarType.Float64);
        CheckGradient(scorer.Parameters, () => scorer.Forward(Texts, new Generator(8)).square().sum());
    }

    [Fact]
    public void Forward_OfTheHeadAlone_TakesNoGradientsThroughTheBody()
    {
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of("qwen2"), 1, new(1), new(Trained.Head));
        Assert.Equal(["score.weight"], scorer.Parameters.Names);
        using var scope = NewDisposeScope();
        Assert.True(scorer.Parameters.Gradient(scorer.Forward(Texts).sum()).count_nonzero().ToInt64() > 0);
    }

    [Fact]
    public void Dropout_IsAFunctionOfItsGenerator()
    {
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of("gpt2"), 1, new(1), new(Dropout: .2));
        using var gradless = no_grad();
        float[] Scores(Generator? rng)
        {
            using var scores = scorer.Forward(Texts, rng);
            return scores.Floats().ToArray();
        }

        Assert.Equal(Scores(new(5)), Scores(new(5)));
        Assert.NotEqual(Scores(new(5)), Scores(new(6)));
        Assert.Equal(Scores(null), Scores(null));
        Assert.NotEqual(Scores(null), Scores(new(5)));
    }

    [Theory, MemberData(nameof(Tiny))]
    public void ProductsInHalfTheBits_GiveNearlyTheSameScoresAndGradients(string family)
    {
        using LanguageScorer full = LanguageScorer.FromScratch(TinyModels.Of(family), 1, new(1)),
            half = LanguageScorer.FromScratch(TinyModels.Of(family), 1, new(1), new(Products: ScalarType.BFloat16));
        using var scope = NewDisposeScope();
        Tensor a = full.Forward(Texts), b = half.Forward(Texts);
        Tensor ga = full.Parameters.Gradient(a.sum()), gb = half.Parameters.Gradient(b.sum());
        Assert.InRange((a - b).norm().ToDouble() / a.norm().ToDouble(), 1e-6, .05);
        Assert.InRange((ga - gb).norm().ToDouble() / ga.norm().ToDouble(), 1e-6, .05);
        Assert.Equal(ScalarType.Float32, b.dtype);
    }

    [Fact]
    public void Dropout_KeepsTheMean()
    {
        using var scope = NewDisposeScope();
        var kept = Dropout.Apply(ones(200_000), .25, new(3));
        Assert.Equal(1, kept.mean().ToDouble(), .006);                                     // 4 σ = 4·√(1/3)/√n = .0052
        Assert.Equal(.25, kept.eq(0).to(ScalarType.Float32).mean().ToDouble(), .004);      // 4 σ = .0039
        Assert.Equal(4 / 3.0, kept.max().ToDouble(), 1e-6);
    }

    [Fact]
    public void ManySteps_LeaveNoTensorsBehind()
    {
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of("qwen3"), 1, new(1));
        using var model = LanguageModel.FromScratch(TinyModels.Of("llama"), new(1));
        var adam = new Adam(scorer.Parameters.Count);
        void Step()
        {
            using var scope = NewDisposeScope();
            var gradient = scorer.Parameters.Gradient((scorer.Forward(Texts) - 1).square().mean());
            adam.Step(scorer.Parameters.Values, gradient.Floats(), .01);
            using var gradless = no_grad();
            model.LogProbabilities(Texts);
            model.Generate([[1], [2, 3]], new Generator(1), new(MaxTokens: 4), cancellation: TestContext.Current.CancellationToken);
        }

        Step();
        var before = NewDisposeScope().DisposeAndCount();
        for (var i = 0; i < 50; i++) Step();
        Assert.Equal(before, NewDisposeScope().DisposeAndCount());
        using var scope = NewDisposeScope();
        Assert.True((scorer.Forward(Texts) - 1).square().mean().ToDouble() < .05);
    }
}

internal static class LiveTensors
{
    /// <summary>Tensors of this thread that neither a scope nor a caller has disposed.</summary>
    public static long DisposeAndCount(this DisposeScope scope)
    {
        scope.Dispose();
        var all = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        return all;
    }
}
