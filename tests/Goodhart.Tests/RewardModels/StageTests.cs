using Goodhart.Studies.Rewards;

namespace Goodhart.Tests.RewardModels;

public class StageTests
{
    [Theory]
    [InlineData("bt", "Bradley–Terry")]
    [InlineData("bt:scaled", "scaled Bradley–Terry")]
    [InlineData("bt:margin,centre=0.05", "Bradley–Terry with margins, centred")]
    [InlineData("bt:ties=raokupper", "Bradley–Terry")]
    [InlineData("bt:ties=drop", "Bradley–Terry")]
    [InlineData("regress", "regression")]
    [InlineData("regress:helpfulness,correctness", "regression on helpfulness, correctness")]
    public void Parse_IsSpeltBack(string text, string words)
    {
        var stage = RewardStage.Parse(text);
        Assert.Equal((text, words), (stage.Spelt, stage.Words));
    }

    [Theory]
    [InlineData("bradley", "A stage is called 'bradley', which is not known. Known: bt, regress.")]
    [InlineData("regres", "Did you mean 'regress'?")]
    [InlineData("bt:scale", "Stage 'bt' has no option 'scale'. Did you mean")]
    [InlineData("bt:centre=x", "Stage 'bt' has no option 'centre=x'.")]
    [InlineData("bt:centre=-1", "Stage 'bt' has no option 'centre=-1'.")]
    [InlineData("bt:ties=1", "Stage 'bt' has no option 'ties=1'.")]
    public void Parse_Unknown_SaysWhatIsNear(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => RewardStage.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void ScratchSize_IsANameOrThreeNumbers()
    {
        Assert.Equal(new ScratchSize(64, 2, 2), ScratchSize.Parse("tiny"));
        Assert.Equal(new ScratchSize(96, 3, 4), ScratchSize.Parse("96x3x4"));
        Assert.Contains("must be a multiple of twice the heads, 8", Assert.Throws<ArgumentException>(() => ScratchSize.Parse("100x3x4")).Message, StringComparison.Ordinal);
        Assert.Contains("is no size: expected tiny, small, medium", Assert.Throws<ArgumentException>(() => ScratchSize.Parse("huge")).Message, StringComparison.Ordinal);
        var config = new ScratchSize(96, 3, 4).Config(500, 128);
        Assert.Equal((500, 24, 128), (config.VocabularySize, config.HeadDim, config.MaxPositions));
    }
}
