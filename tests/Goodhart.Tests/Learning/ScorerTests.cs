using Goodhart.Learning;
using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Tests.Learning;

public sealed class ScorerTests
{
    private static readonly float[][] rows = [[1, 2, 3], [-1, 0, 2], [0.5f, 0.5f, 0.5f]];

    private static float[] Scores(FeatureScorer scorer, params float[][] items)
    {
        using var scope = NewDisposeScope();
        return scorer.Forward(items).contiguous().Floats().ToArray();
    }

    [Fact]
    public void FeatureScorer_WithoutHiddenLayers_IsLinear()
    {
        using var scorer = new FeatureScorer(3, new(Depth: 0), new Generator(1));
        float[] weights = [.. scorer.Parameters["score.weight"].Floats()];
        scorer.Parameters["score.bias"].Floats()[0] = 5;
        Assert.Equal(5 + weights[0] + 2 * weights[1] + 3 * weights[2], Scores(scorer, rows[0])[0], 1e-5);
    }

    [Fact]
    public void FeatureScorer_ScoresEachItemAlike_WhateverStandsBesideIt()
    {
        foreach (var towers in (int[])[1, 3])
        {
            using var scorer = new FeatureScorer(3, new(Width: 8, Towers: towers, Outputs: 2), new Generator(1));
            var all = Scores(scorer, rows);
            for (var i = 0; i < 3; i++)
                for (var k = 0; k < 2 * towers; k++) Assert.Equal(all[i * 2 * towers + k], Scores(scorer, rows[i])[k], 1e-6);
        }
    }

    [Fact]
    public void Towers_ShareNothing()
    {
        using var scorer = new FeatureScorer(3, new(Width: 4, Towers: 2), new Generator(1));
        var before = Scores(scorer, rows);
        scorer.Parameters["layer1.weight"].Floats()[..12].Clear();   // all of the first tower's first layer
        scorer.Parameters["layer2.weight"].Floats()[..16].Clear();
        var after = Scores(scorer, rows);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, after[2 * i]);
            Assert.Equal(before[2 * i + 1], after[2 * i + 1]);
        }
    }

    [Fact]
    public void InitialScale_IsThatOfTheWeights()
    {
        using var scorer = new FeatureScorer(52, new(400, 1, InitialScale: 1.5), new Generator(2));
        var weights = scorer.Parameters["layer1.weight"].Floats().ToArray();
        Assert.Equal(1.5 / Math.Sqrt(52), Math.Sqrt(weights.Average(w => w * w)), 0.004);   // SE .001
        Assert.All(scorer.Parameters["layer1.bias"].Floats().ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Dropout_IsOnlyForTraining_AndKeepsTheMean()
    {
        using var scorer = new FeatureScorer(3, new(Width: 2000, Depth: 1, Dropout: 0.5), new Generator(1));
        using var scope = NewDisposeScope();
        var plain = scorer.Forward(rows)[0, 0].item<float>();
        double[] dropped = [.. Enumerable.Range(0, 60).Select(i => (double)scorer.Forward(rows, new Generator((ulong)i))[0, 0].item<float>())];
        Assert.True(dropped.Distinct().Count() > 50);
        Assert.Equal(plain, dropped.Average(), 0.5);
    }

    [Fact]
    public void Features_AreWhatTheLastLayerReads()
    {
        using var scorer = new FeatureScorer(3, new(Width: 8), new Generator(1));
        using var scope = NewDisposeScope();
        var (outputs, features) = scorer.ForwardWithFeatures(rows);
        Assert.Equal([3, 8], features.shape);
        var again = nn.functional.linear(features, scorer.Parameters["score.weight"], scorer.Parameters["score.bias"]);
        Assert.True(again.allclose(outputs));
    }

    [Fact]
    public void LearnedReward_ScoresAsTheScorer_InAnyBatch()
    {
        using var scorer = new FeatureScorer(3, new(Outputs: 2), new Generator(1));
        var expected = Scores(scorer, rows);
        foreach (var batch in (int[])[1, 2, 100])
        {
            var scores = new float[3];
            LearnedReward.Of("r", scorer, column: 1, batch).Evaluate(FeatureRows.Of(rows), scores);
            for (var i = 0; i < 3; i++) Assert.Equal(expected[2 * i + 1], scores[i], 1e-6);
        }

        var first = new float[3];
        LearnedReward.Of<Batch<float[]>, float[]>("r", scorer, (b, i) => b[i], batch: 2).Evaluate(new(rows), first);
        for (var i = 0; i < 3; i++) Assert.Equal(expected[2 * i], first[i], 1e-6);
    }

    [Fact]
    public void OfTexts_ReadsTheRowsOfEachText()
    {
        using var scorer = new Lengths();
        var texts = Completions.Of([Exchange.Plain("a", "bcd"), Exchange.Plain("a", "b")]);
        var scores = new float[2];
        LearnedReward.OfTexts("length", scorer, e => new Encoded([.. e.Answer.Select(c => (int)c)], [.. Enumerable.Range(0, e.Answer.Length)]), (r, _) => r.Length, batch: 1).Evaluate(texts, scores);
        Assert.Equal([3, 1], scores);
        LearnedReward.OfTexts("last", scorer, e => new Encoded([.. e.Answer.Select(c => (int)c)], [.. Enumerable.Range(0, e.Answer.Length)])).Evaluate(texts, scores);
        Assert.Equal(['d', 'b'], scores);
    }

    [Fact]
    public void AdamW_FollowsTorch_AndDecaysMatricesAlone()
    {
        using var scope = NewDisposeScope();
        var rng = new Generator(3);
        using var own = new ParameterVector([("w", [3, 4]), ("b", [5])]);
        rng.Normal(own.Values);
        var (w, b) = (new TorchSharp.Modules.Parameter(own["w"].detach().clone()), new TorchSharp.Modules.Parameter(own["b"].detach().clone()));
        using var decayed = optim.AdamW([w], lr: .01, weight_decay: 0.1);
        using var plain = optim.AdamW([b], lr: .01, weight_decay: 0);
        using var adam = new AdamW(own, new(), weightDecay: 0.1);
        for (var step = 0; step < 30; step++)
        {
            var gradient = randn(17, generator: new TorchSharp.torch.Generator((ulong)step));
            w.grad = gradient.narrow(0, 0, 12).view(3, 4).clone();
            b.grad = gradient.narrow(0, 12, 5).clone();
            decayed.step();
            plain.step();
            adam.Step(gradient, 0.01);
        }

        Assert.True(own["w"].detach().allclose(w.detach(), 1e-5, 1e-6));
        Assert.True(own["b"].detach().allclose(b.detach(), 1e-5, 1e-6));
    }

    [Fact]
    public void Schedule_RisesAndFalls()
    {
        // Two steps of rise from .1: .1 + .9/3, .1 + .9·2/3, then the top.
        Schedule warm = new(Decay.Linear, 2, 0.1);
        Assert.Equal([0.4, 0.7, 1, 0.875], Enumerable.Range(0, 4).Select(i => Math.Round(warm.Factor(i, 10), 10)));
        Assert.Equal(1, new Schedule(Decay.None).Factor(7, 10));
        Assert.Equal(0.5, new Schedule(Decay.Cosine).Factor(5, 10), 1e-12);
        Assert.Equal(0.5, new Schedule(Decay.InverseSquareRoot, 100).Factor(400, 1000), 1e-12);   // √(100/400)
        Assert.Equal(new Schedule(Warmup: 100).Factor(50, 1000), new Schedule(Warmup: 0.1).Factor(50, 1000));
    }

    private sealed class Lengths : IScorer<Encoded>
    {
        public ParameterVector Parameters { get; } = new([1]);

        public int Outputs => 1;

        public int Rows(Encoded item) => item.Reads.Length;

        public Tensor Forward(IReadOnlyList<Encoded> items, Goodhart.Generator? dropout = null) =>
            tensor(items.SelectMany(i => i.Ids.Select(id => (float)id)).ToArray()).view(-1, 1);

        public void Dispose() => Parameters.Dispose();
    }
}
