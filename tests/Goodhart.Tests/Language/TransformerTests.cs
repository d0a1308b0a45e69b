using Goodhart.Models;
using Goodhart.Tests.Checkpoints;
using static TorchSharp.torch;

namespace Goodhart.Tests.Language;

public sealed class TransformerTests
{
    public static IEnumerable<TheoryDataRow<string>> Golden => GoldenModels.Names;

    public static IEnumerable<TheoryDataRow<string>> Tiny => TinyModels.Names;

    [Theory, MemberData(nameof(Golden))]
    public void Logits_OfTheGoldenCheckpoints(string name)
    {
        var (folder, expected) = GoldenContinuations.Require(name);
        using var model = LanguageModel.Load(folder);
        using var gradless = no_grad();
        using var scope = NewDisposeScope();
        using var batch = model.Body.Batch(expected.Ids);
        var last = model.Logits(batch)[TensorIndex.Colon, ^1].contiguous().Floats().ToArray();
        Close([.. expected.LastLogits.SelectMany(row => row)], last, 1e-4);
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Forward_LeftOrRightPadding_GivesTheSameNumbers(string name)
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of(name), new(1));
        using var gradless = no_grad();
        using var scope = NewDisposeScope();
        int[][] texts = [[5, 6, 7, 8, 9, 10, 11], [12, 13], [14, 15, 16, 17]];
        float[][] Read(PaddingSide side)
        {
            using var batch = model.Body.Batch(texts, side);
            var hidden = model.Body.Forward(batch);
            return [.. texts.SelectMany((text, i) => text.Select((_, t) => hidden[i, batch.Column(i, t)].contiguous().Floats().ToArray()))];
        }

        foreach (var (right, left) in Read(PaddingSide.Right).Zip(Read(PaddingSide.Left))) Close([.. right.Select(x => (double)x)], left, 1e-5);
    }

    [Fact]
    public void Batch_OfTokensTheModelDoesNotHave_SaysWhichAndWhatItHas()
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of("llama"), new(1));
        Assert.Equal("Text 1 holds token 40; expected ids from 0 to 39, the model's vocabulary.", Assert.Throws<ArgumentException>(() => model.Body.Batch([[1], [2, 40]])).Message);
        Assert.Equal("Text 0 holds token -1; expected ids from 0 to 39, the model's vocabulary.", Assert.Throws<ArgumentException>(() => model.Body.Batch([[-1]])).Message);
    }

    [Fact]
    public void Batch_OfATextThatIsEmptyOrTooLong_SaysHowLong()
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of("gpt2"), new(1));
        Assert.Equal("Text 0 has no tokens; expected at least one.", Assert.Throws<ArgumentException>(() => model.Body.Batch([[]])).Message);
        Assert.Equal("Text 0 has 65 tokens; this model reads at most 64.", Assert.Throws<ArgumentException>(() => model.Body.Batch([new int[65]])).Message);
    }

    [Fact]
    public void RequireTokenizer_WithMoreTokensThanTheModel_SaysBoth()
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of("llama"), new(1));
        model.Body.RequireTokenizer(TinyModels.Vocabulary);
        Assert.StartsWith("The tokenizer has 41 tokens, the model's vocabulary 40:", Assert.Throws<ArgumentException>(() => model.Body.RequireTokenizer(41)).Message);
    }

    internal static void Close(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"Number {i} is {actual[i]}, expected {expected[i]}.");
    }
}
