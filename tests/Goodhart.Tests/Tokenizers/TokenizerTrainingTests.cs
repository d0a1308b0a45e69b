using Goodhart.Models;

namespace Goodhart.Tests;

public sealed class TokenizerTrainingTests
{
    [Fact]
    public void Train_MergesTheCommonestPairFirstAndIsDeterministic()
    {
        // "ab" four times, "bc" three times; once "ab" is joined, "ab c" is left twice, and "b c" once: never twice, so learning ends there.
        string[] texts = ["abc", "abc", "ab", "ab", "bc"];
        var tokenizer = TokenizerTraining.Train(texts, 300, ["<|endoftext|>"]);
        Assert.Equal(["ab", "abc"], [tokenizer.Token(257), tokenizer.Token(258)]);
        Assert.Equal(259, tokenizer.VocabularySize);
        Assert.Equal(tokenizer.Encode("abcbc"), TokenizerTraining.Train(texts, 300, ["<|endoftext|>"]).Encode("abcbc"));
        Assert.Equal((0, 0), (tokenizer.EosId, tokenizer.PadId));
    }

    [Fact]
    public void Train_TooSmallOrTwice_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenizerTraining.Train(["a"], 256, ["<s>"]));
        Assert.Contains("there twice", Assert.Throws<ArgumentException>(() => TokenizerTraining.Train(["a"], 300, ["<s>", "<s>"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_AreTokens()
    {
        var tokenizer = TokenizerTraining.Words(["red", "green"], ["<end>"]);
        Assert.Equal([2, 1], tokenizer.Encode("green red"));
        Assert.Equal("green red", tokenizer.Decode([2, 1]));
        Assert.Contains("'dark blue'", Assert.Throws<ArgumentException>(() => TokenizerTraining.Words(["dark blue"], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_AreTokensWhateverTheirPlane()
    {
        var tokenizer = TokenizerTraining.Characters("ab 😀", ["<end>"]);
        Assert.Equal([4, 1, 3, 2], tokenizer.Encode("😀a b"));
        Assert.Equal("😀a b", tokenizer.Decode([4, 1, 3, 2]));
    }
}
