using Goodhart.Models;
using Goodhart.Tests.Checkpoints;
using static TorchSharp.torch;

namespace Goodhart.Tests.Language;

public sealed class AdaptedScorerTests
{
    public static IEnumerable<TheoryDataRow<string>> Tiny => TinyModels.Names;

    private static readonly Encoded[] texts = [new([1, 2, 3, 4]), new([5, 6])];

    private static float[] Scores(LanguageScorer scorer)
    {
        using var gradless = no_grad();
        using var scores = scorer.Forward(texts);
        return scores.Floats().ToArray();
    }

    [Theory, MemberData(nameof(Tiny))]
    public void LoadAdapted_OfABaseAndAnAdapter_GivesTheSameBits(string family)
    {
        using TemporaryFolder folder = new(), adapter = new();
        using var model = LanguageModel.FromScratch(TinyModels.Of(family), new(1));
        model.Save(folder.Path);
        using var scorer = LanguageScorer.FromBody(model, 2, new(2), new(Trained.Lora, new() { Rank = 2, TargetModules = ["all-linear"] }));
        LoraTests.Disturb(scorer.Parameters);
        scorer.SaveAdapter(adapter.Path);
        using LanguageScorer read = LanguageScorer.LoadAdapted(folder.Path, adapter.Path), plain = LanguageScorer.FromBody(model, 2, new(2));
        Assert.Equal(2, read.Outputs);
        Assert.Equal(Scores(scorer), Scores(read));
        Assert.NotEqual(Scores(plain), Scores(read));
        Assert.Equal(scorer.Parameters.Names.Order(), read.Parameters.Names.Order());
    }

    [Fact]
    public void LoadAdapted_WithoutAHeadOfItsOwn_TakesTheBasesHead()
    {
        using TemporaryFolder folder = new(), adapter = new();
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of("llama"), 1, new(1));
        scorer.PadWith(0);
        scorer.Save(folder.Path);
        using var model = LanguageModel.FromScratch(TinyModels.Of("llama"), new(3));
        model.Adapt(new() { Rank = 2 }, new(2));   // B is zero: the scores are the base's
        model.SaveAdapter(adapter.Path);
        using var read = LanguageScorer.LoadAdapted(folder.Path, adapter.Path);
        Assert.Equal(Scores(scorer), Scores(read));
    }

    [Fact]
    public void FromBody_OfAClassifierWithoutAnOutputMap_TakesItsBody()
    {
        using var folder = new TemporaryFolder();
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of("llama"), 1, new(1));
        scorer.PadWith(0);
        scorer.Save(folder.Path);
        using var read = LanguageScorer.FromBody(folder.Path, 2, new(2));
        Assert.Equal(2, read.Outputs);
        Assert.Equal(scorer.Parameters["model.norm.weight"].Floats().ToArray(), read.Parameters["model.norm.weight"].Floats().ToArray());
        Assert.NotEqual(0, read.Score.abs().max().item<float>());
    }

    [Fact]
    public void LoadAdapted_WithoutAnyHead_SaysWhatIsMissing()
    {
        using TemporaryFolder folder = new(), adapter = new();
        using var model = LanguageModel.FromScratch(TinyModels.Of("llama"), new(1));
        model.Save(folder.Path);
        model.Adapt(new() { Rank = 2 }, new(2));
        model.SaveAdapter(adapter.Path);
        Assert.Contains("holds 'score.weight', the head that scores", Assert.Throws<CheckpointException>(() => LanguageScorer.LoadAdapted(folder.Path, adapter.Path)).Message);
        Assert.StartsWith("The adapter's options are those of", Assert.Throws<ArgumentException>(() => LanguageScorer.LoadAdapted(folder.Path, adapter.Path, new(Lora: new()))).Message);
    }
}
