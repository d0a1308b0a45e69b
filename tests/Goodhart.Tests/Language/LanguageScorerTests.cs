using Goodhart.Models;
using Goodhart.Tests.Checkpoints;
using static TorchSharp.torch;

namespace Goodhart.Tests.Language;

public sealed class LanguageScorerTests
{
    public static IEnumerable<TheoryDataRow<string>> Tiny => TinyModels.Names;

    private static Encoded[] Texts(Generator rng, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new Encoded([.. Enumerable.Range(0, 1 + rng.NextInt(20)).Select(_ => rng.NextInt(TinyModels.Vocabulary))]))];

    private static float[] Scores(LanguageScorer scorer, params Encoded[] items)
    {
        using var gradless = no_grad();
        using var scores = scorer.Forward(items);
        return scores.Floats().ToArray();
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Score_DoesNotDependOnBatchOrNeighbours(string family)
    {
        using var whole = LanguageScorer.FromScratch(TinyModels.Of(family), 2, new(1));
        using var pieces = LanguageScorer.FromScratch(TinyModels.Of(family), 2, new(1), new(BatchTokens: 37));
        var texts = Texts(new(2), 23);
        double[] alone = [.. texts.SelectMany(text => Scores(whole, text)).Select(x => (double)x)];
        TransformerTests.Close(alone, Scores(whole, texts), 1e-5);
        TransformerTests.Close(alone, Scores(pieces, texts), 1e-5);
        Assert.True(alone.Max() - alone.Min() > .1);
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Score_AtChosenPositions_IsThatOfTheTextUpToThere(string family)
    {
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of(family), 1, new(1));
        int[] ids = [3, 1, 4, 1, 5, 9, 2, 6];
        Encoded[] items = [new([7, 7]), new(ids, [1, 4, 7]), new([8])];
        double[] expected = [.. Scores(scorer, new Encoded([7, 7])), .. Scores(scorer, new Encoded(ids[..2])), .. Scores(scorer, new Encoded(ids[..5])), .. Scores(scorer, new Encoded(ids)), .. Scores(scorer, new Encoded([8]))];
        TransformerTests.Close(expected, Scores(scorer, items), 1e-5);
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Save_ThenLoad_GivesTheSameBits(string family)
    {
        using var folder = new TemporaryFolder();
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of(family), 1, new(1));
        scorer.PadWith(0);
        scorer.Save(folder.Path);
        using var read = LanguageScorer.Load(folder.Path);
        var texts = Texts(new(2), 9);
        Assert.Equal(Scores(scorer, texts), Scores(read, texts));
        Assert.Equal(0, read.Config.PadId);
        Assert.True(read.Config.IsClassifier);
    }

    [Fact]
    public void Save_WithoutAPadToken_SaysHowToChooseOne()
    {
        using var folder = new TemporaryFolder();
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of("llama"), 1, new(1));
        Assert.StartsWith("This model has no pad token (pad_token_id)", Assert.Throws<InvalidOperationException>(() => scorer.Save(folder.Path)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => scorer.PadWith(TinyModels.Vocabulary));
    }

    [Fact]
    public void FromBody_OfACausalFolder_KeepsTheBodyAndDrawsAHead()
    {
        using var folder = new TemporaryFolder();
        using var model = LanguageModel.FromScratch(TinyModels.Of("llama"), new(1));
        model.Save(folder.Path);
        Assert.Contains("holds LlamaForCausalLM, which has no score head", Assert.Throws<CheckpointException>(() => LanguageScorer.Load(folder.Path)).Message);
        using var scorer = LanguageScorer.FromBody(folder.Path, 3, new(2));
        using var twin = LanguageScorer.FromBody(model, 3, new(2), new(Trained.Head));
        Assert.Equal(3, scorer.Outputs);
        Assert.Equal(model.Weights["model.layers.1.mlp.up_proj.weight"].Floats().ToArray(), scorer.Parameters["model.layers.1.mlp.up_proj.weight"].Floats().ToArray());
        Assert.Equal(Scores(scorer, new Encoded([1, 2])), Scores(twin, new Encoded([1, 2])));
        Assert.True(scorer.Score.abs().max().item<float>() > .1);
    }

    [Fact]
    public void Load_OfABareGpt2WithMaskBuffers_FindsEveryWeight()
    {
        using var folder = new TemporaryFolder();
        using var model = LanguageModel.FromScratch(TinyModels.Of("gpt2"), new(1));
        model.Save(folder.Path);
        using var mask = ones(1, 1, 64, 64);
        CheckpointFolder.Save(folder.Path, [.. model.Weights.Names.Select(name => (name["transformer.".Length..], model.Weights[name])), ("h.0.attn.bias", mask), ("h.0.attn.masked_bias", mask)]);
        using var read = LanguageModel.Load(folder.Path);
        Assert.Equal(model.Weights.Values.ToArray(), read.Weights.Values.ToArray());
    }
}
