using Goodhart.Models;
using Goodhart.Tests.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Tests.Language;

public sealed class GenerationTests
{
    public static IEnumerable<TheoryDataRow<string>> Golden => GoldenModels.Names;

    public static IEnumerable<TheoryDataRow<string>> Tiny => TinyModels.Names;

    private static readonly int[][] Prompts = [[1, 2, 3, 4, 5, 6, 7], [8], [9, 10, 11]];

    /// <summary>Greedy continuation that reads the whole text again for every token.</summary>
    internal static int[] Recomputed(LanguageModel model, int[] prompt, int tokens)
    {
        using var gradless = no_grad();
        List<int> text = [.. prompt];
        for (var i = 0; i < tokens; i++)
        {
            using var scope = NewDisposeScope();
            using var batch = model.Body.Batch([[.. text]]);
            text.Add((int)model.Logits(batch)[0, ^1].argmax().ToInt64());
        }

        return [.. text[prompt.Length..]];
    }

    [Theory, MemberData(nameof(Golden))]
    public void Greedy_OfTheGoldenCheckpoints(string name)
    {
        var (folder, expected) = GoldenContinuations.Require(name);
        using var model = LanguageModel.Load(folder);
        var more = model.Generate([expected.Ids[0]], new Generator(1), Sampling.Greedy with { MaxTokens = 12, Stop = [] }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal<int[]>(expected.Greedy, [.. expected.Ids[0], .. more[0].Ids]);
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Greedy_OfSeveralPrompts_IsThatOfReadingEverythingAgain(string family)
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of(family), new(1));
        var more = model.Generate(Prompts, new Generator(1), Sampling.Greedy with { MaxTokens = 20, Stop = [] }, cancellation: TestContext.Current.CancellationToken);
        for (var i = 0; i < Prompts.Length; i++) Assert.Equal<int[]>(Recomputed(model, Prompts[i], 20), more[i].Ids);
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Sample_OfOneText_DoesNotDependOnTheOthers(string family)
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of(family), new(1));
        Generator[] Rngs() => [new(1), new(2), new(3)];
        var sampling = new Sampling(MaxTokens: 30, Stop: [0, 1, 2]);
        var together = model.Generate(Prompts, Rngs(), sampling, cancellation: TestContext.Current.CancellationToken);
        var inTwos = model.Generate(Prompts, Rngs(), sampling with { BatchTexts = 2 }, cancellation: TestContext.Current.CancellationToken);
        for (var i = 0; i < Prompts.Length; i++)
        {
            var alone = model.Generate([Prompts[i]], [Rngs()[i]], sampling, cancellation: TestContext.Current.CancellationToken)[0];
            Assert.Equal(alone.Ids, together[i].Ids);
            Assert.Equal(alone.Ids, inTwos[i].Ids);
            Assert.Equal(alone.Stopped, alone.Ids[^1] <= 2);
        }

        Assert.NotEqual(together[0].Ids, model.Generate([Prompts[0]], new Generator(77), sampling, cancellation: TestContext.Current.CancellationToken)[0].Ids);
    }

    [Fact]
    public void Generate_OfAGpt2_EndsWhereItsPositionsAreFull_WhileOthersGoOn()
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of("gpt2"), new(1));
        var more = model.Generate([new int[60], [1], [2], [3]], new Generator(1), new(MaxTokens: 50, Stop: []), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([4, 50, 50, 50], more.Select(text => text.Ids.Length));
        Assert.All(more, text => Assert.False(text.Stopped));
    }

    [Fact]
    public void Generate_BadPrompts_SaysWhichAndWhy()
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of("gpt2"), new(1));
        string Error(params int[][] prompts) => Assert.Throws<ArgumentException>(() => model.Generate(prompts, new Generator(1), cancellation: TestContext.Current.CancellationToken)).Message;
        Assert.StartsWith("Prompt 1 has no tokens", Error([1], []));
        Assert.StartsWith("Prompt 0 has 64 tokens, which fills all positions", Error(new int[64]));
        Assert.StartsWith("Prompt 0 has 70 tokens; this model reads at most 64.", Error(new int[70]));
        Assert.StartsWith("Prompt 0 holds token 40; expected ids from 0 to 39", Error([40]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Generate([[1]], new Generator(1), new(TopP: 0), cancellation: TestContext.Current.CancellationToken));
        Assert.Throws<OperationCanceledException>(() => model.Generate([[1]], new Generator(1), null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Draw_FollowsTemperatureThenMostLikelyThenMass()
    {
        // p = .4, .3, .2, .1. Temperature ½ squares: 16, 9, 4, 1 of 30. The 3 most likely: 4/9, 3/9, 2/9. Half the mass takes .4 and .3; both: of 4/9 + 3/9.
        float[] logits = [MathF.Log(.2f), MathF.Log(.4f), MathF.Log(.1f), MathF.Log(.3f)];
        double[] Shares(Sampling sampling)
        {
            var (draw, rng, counts) = (new TokenDraw(sampling), new Generator(5), new double[4]);
            for (var i = 0; i < 40_000; i++) counts[draw.Next(logits, rng)] += 1 / 40_000.0;
            return counts;
        }

        Near([.2, .4, .1, .3], Shares(new()));
        Near([4 / 30.0, 16 / 30.0, 1 / 30.0, 9 / 30.0], Shares(new(Temperature: .5)));
        Near([2 / 9.0, 4 / 9.0, 0, 3 / 9.0], Shares(new(TopK: 3)));
        Near([0, 4 / 7.0, 0, 3 / 7.0], Shares(new(TopP: .5)));
        Near([0, 4 / 7.0, 0, 3 / 7.0], Shares(new(TopK: 3, TopP: .7)));
        Near([0, 1, 0, 0], Shares(new(TopP: .4 - 1e-6)));
        Near([0, 1, 0, 0], Shares(Sampling.Greedy));
    }

    [Fact]
    public void Draw_FromLogitsThatAreNotNumbers_SaysSo() =>
        Assert.StartsWith("The logit of token 1 is not a number", Assert.Throws<InvalidOperationException>(() => new TokenDraw(new()).Next([0, float.NaN], new(1))).Message);

    private static void Near(double[] expected, double[] shares) => Assert.All(expected.Zip(shares), pair => Assert.Equal(pair.First, pair.Second, pair.First is 0 or 1 ? 1e-9 : .01));   // 4 σ = .01
}
