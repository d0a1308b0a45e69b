using System.Diagnostics;
using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Benchmarks;

/// <summary>A Qwen3 of 10 M parameters beside this machine's matrix products, both measured in the same seconds.</summary>
/// <remarks>A token costs 2 operations per weight of the layers to score and 6 to train; attention, norms and the optimiser count as nothing.</remarks>
internal static class LanguageSpeed
{
    private const int Texts = 16, Length = 256, Vocabulary = 2048;

    private static readonly LanguageConfig Config = LanguageConfig.Qwen3(Vocabulary, hidden: 320, layers: 8, heads: 5);

    public static Speed Score() => new("scoring by 10 M parameters, 16 texts of 256 tokens", Speed.Median(5, () => Share(2, Scorer(), Scored)), "% of the matrix-product rate", 50);

    public static Speed Train() => new("training 10 M parameters, 16 texts of 256 tokens, forward and backward", Speed.Median(5, () => Share(6, Scorer(), Trained)), "% of the matrix-product rate", 50);

    public static Speed Mixed() => new("training with bfloat16 products beside 32 bits", Speed.Median(5, () =>
    {
        using LanguageScorer full = Scorer(), half = Scorer(ScalarType.BFloat16);
        Trained(full);
        Trained(half);
        return Seconds(() => Trained(full)) / Seconds(() => Trained(half));
    }), "times as fast", 2);

    public static Speed Generate() => new("a token at length 256 with the cache beside reading all again", Speed.Median(5, () =>
    {
        using var model = LanguageModel.FromScratch(Config, new(1));
        using var gradless = no_grad();
        var prompt = Ids(new(2));
        double Cached(int tokens) => Seconds(() => model.Generate([prompt], new Generator(1), Sampling.Greedy with { MaxTokens = tokens, Stop = [] }));
        void Again()
        {
            using var scope = NewDisposeScope();
            using var batch = model.Body.Batch([prompt]);
            model.Logits(model.Body.Forward(batch, tensor([Length - 1L]))).argmax();
        }

        Cached(2);
        Again();
        return 32 * Seconds(Again) / (Cached(33) - Cached(1));
    }), "times as fast", 5);

    private static LanguageScorer Scorer(ScalarType? products = null) => LanguageScorer.FromScratch(Config, 1, new(1), new(Products: products));

    private static int[] Ids(Generator rng) => [.. Enumerable.Range(0, Length).Select(_ => rng.NextInt(Vocabulary))];

    private static Encoded[] Items()
    {
        var rng = new Generator(2);
        return [.. Enumerable.Range(0, Texts).Select(_ => new Encoded(Ids(rng)))];
    }

    private static void Scored(LanguageScorer scorer)
    {
        using var gradless = no_grad();
        using var scores = scorer.Forward(Items());
    }

    private static void Trained(LanguageScorer scorer)
    {
        using var scope = NewDisposeScope();
        scorer.Parameters.Gradient(scorer.Forward(Items()).square().mean());
    }

    /// <summary>Operations per second that the model's layers need, as a percentage of those that products before and after it reached.</summary>
    private static double Share(int operations, LanguageScorer scorer, Action<LanguageScorer> run)
    {
        using (scorer)
        {
            var weights = scorer.Parameters.Names.Where(name => name.Contains(".layers.", StringComparison.Ordinal)).Sum(name => scorer.Parameters[name].NumberOfElements);
            run(scorer);
            var before = ProductRate();
            var seconds = Seconds(() => run(scorer));
            return 100.0 * operations * weights * Texts * Length / seconds / ((before + ProductRate()) / 2);
        }
    }

    private static double ProductRate()
    {
        const int n = 1024, times = 20;
        using var scope = NewDisposeScope();
        using var gradless = no_grad();
        Tensor a = randn(n, n), b = randn(n, n);
        a.mm(b);
        return 2.0 * n * n * n * times / Seconds(() =>
        {
            for (var i = 0; i < times; i++) a.mm(b).Dispose();
        });
    }

    private static double Seconds(Action run)
    {
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalSeconds;
    }
}
