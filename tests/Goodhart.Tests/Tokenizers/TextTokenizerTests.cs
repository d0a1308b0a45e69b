using System.Text;
using CsCheck;
using Goodhart.Models;

namespace Goodhart.Tests;

public sealed class TextTokenizerTests
{
    [Fact]
    public void ByteAlphabet_IsGpt2s()
    {
        // The space and the newline are bytes 32 and 10 of the 33 before '!': Ġ = U+0100 + 32, Ċ = U+0100 + 10. é is C3 A9, both printable.
        Assert.Equal("ĠĊÃ©", ByteAlphabet.Spell(" \né"));
        Assert.Equal(256, Enumerable.Range(0, 256).Select(value => ByteAlphabet.Letter((byte)value)).Distinct().Count());
        Assert.Equal('\u0143', ByteAlphabet.Letter(0xAD));   // the last of the 68
    }

    [Fact]
    public void Encode_MergesBestFirstAndWithinPiecesOnly()
    {
        var tokenizer = TokenizerFolder.Parse(TokenizerFolder.ByteLevel(["h e", "l l", "he ll", "hell o", "Ġ w"]));
        Assert.Equal(["hello", "Ġw", "o", "r", "l", "d"], tokenizer.Spelt("hello world"));
        Assert.Equal(["hello", "hello"], tokenizer.Spelt("hellohello"));
        Assert.Equal(["he", "Ġ", "he"], tokenizer.Spelt("he he"));   // 'Ġ h' is no merge
    }

    [Fact]
    public void Merges_MayBePairs_AsNewFilesWriteThem()
    {
        var old = TokenizerFolder.ByteLevel(["h e"]);
        Assert.Equal(TokenizerFolder.Parse(old).Encode("he"), TokenizerFolder.Parse(old.Replace("\"h e\"", "[\"h\", \"e\"]", StringComparison.Ordinal)).Encode("he"));
    }

    [Theory]
    [InlineData("12345", "123|45")]                       // numbers in threes
    [InlineData("I'LL go", "I|'LL| go")]                  // contractions whatever their case
    [InlineData("a  b", "a| | b")]                        // the last space goes to the word
    [InlineData("x\n\n y", "x|\n\n| y")]
    [InlineData("end.\n", "end|.\n")]
    [InlineData("(word)", "(word|)")]                     // one sign before letters
    [InlineData("😀word", "😀word")]                      // a sign is one character, not two halves
    [InlineData("𝒜𝒷c 𝟙", "𝒜𝒷c| |𝟙")]                    // letters and digits beyond the basic plane
    public void Llama3sExpression_CutsAsItWasWritten(string text, string expected)
    {
        var json = TokenizerFolder.ByteLevel([], TokenizerFolder.Llama3Cut);
        var cut = PreTokenizer.Read(JsonField.Parse(Encoding.UTF8.GetBytes(json), "t")["pre_tokenizer"]);
        Assert.Equal(expected, string.Join('|', cut.Cut(text).Select(piece => text[piece.Start..piece.End])));
        var tokenizer = TokenizerFolder.Parse(json);
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Fact]
    public void Encode_APieceThatIsAToken_NeedsNoMergesWhereTheFileSaysSo()
    {
        var json = TokenizerFolder.ByteLevel(["a b"], extra: ["abc"]);
        Assert.Equal(["ab", "c"], TokenizerFolder.Parse(json).Spelt("abc"));
        Assert.Equal(["abc"], TokenizerFolder.Parse(json.Replace("\"merges\"", "\"ignore_merges\": true, \"merges\"", StringComparison.Ordinal)).Spelt("abc"));
    }

    [Fact]
    public void Llama2_MarksSpacesAndWritesUnknownCharactersAsBytes()
    {
        var tokenizer = TokenizerFolder.Parse(TokenizerFolder.Llama2, TokenizerFolder.Llama2Config);
        Assert.Equal(["▁he", "▁he"], tokenizer.Spelt("he he"));
        Assert.Equal(["▁", "<0xC3>", "<0xA9>", "he"], tokenizer.Spelt("éhe"));
        Assert.Equal("he é he", tokenizer.Decode(tokenizer.Encode("he é he")));
        Assert.Equal((1, 2, 0, true, false), (tokenizer.BosId, tokenizer.EosId, tokenizer.UnknownId, tokenizer.AddsBos, tokenizer.AddsEos));
    }

    [Fact]
    public void Encode_SpecialTokensInAText_AreTextUnlessAskedFor()
    {
        var tokenizer = TokenizerFolder.Parse(TokenizerFolder.ByteLevel([], special: "<|im_end|>"));
        var end = tokenizer.Id("<|im_end|>")!.Value;
        Assert.Equal([tokenizer.Id("a")!.Value, end, tokenizer.Id("b")!.Value], tokenizer.Encode("a<|im_end|>b", special: true));
        Assert.DoesNotContain(end, tokenizer.Encode("a<|im_end|>b"));
        Assert.Equal("a<|im_end|>b", tokenizer.Decode(tokenizer.Encode("a<|im_end|>b")));
        Assert.Equal("ab", tokenizer.Decode(tokenizer.Encode("a<|im_end|>b", special: true)));
        Assert.Equal("a<|im_end|>b", tokenizer.Decode(tokenizer.Encode("a<|im_end|>b", special: true), skipSpecial: false));
        Assert.True(tokenizer.IsSpecial(end));
        Assert.Equal(["<|im_end|>"], tokenizer.SpecialTokens);
    }

    [Fact]
    public void Tokens_OfHalfACharacter_CoverItWhole()
    {
        var tokenizer = TokenizerFolder.Parse(TokenizerFolder.ByteLevel([]));
        Assert.Equal([(0, 1), (1, 3), (1, 3), (1, 3), (1, 3), (3, 4)], tokenizer.Tokens("a😀b").Select(token => (token.Start, token.End)));
    }

    [Fact]
    public void Decode_AnyTextComesBack()
    {
        var tokenizer = TokenizerTraining.Train(["the cat sat on the mat", "the dog ate the cat's food 1234 times"], 300, ["<|end|>"]);
        Gen.String.Sample(text =>
        {
            var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));   // half a surrogate pair has no UTF-8
            return tokenizer.Decode(tokenizer.Encode(whole)) == whole;
        }, iter: 300);
    }

    [Fact]
    public void AFolder_LoadsAgainTheSame()
    {
        using var temp = new TempFolder();
        var tokenizer = TokenizerTraining.Train(["one two three two one"], 280, ["<s>", "</s>", "<pad>"]);
        tokenizer.Save(temp.In("model"));
        var again = TextTokenizer.Load(temp.In("model"));
        Assert.Equal((tokenizer.VocabularySize, tokenizer.BosId, tokenizer.EosId, tokenizer.PadId, true), (again.VocabularySize, again.BosId, again.EosId, again.PadId, again.AddsBos));
        Assert.Equal(tokenizer.Encode("three one, four"), again.Encode("three one, four"));
        again.WithChatTemplate("{{ messages }}").Save(temp.In("model"));
        Assert.Equal("{{ messages }}", TextTokenizer.Load(temp.In("model")).ChatTemplate);
    }

    [Fact]
    public void VocabularyCheck_BeyondTheEmbedding_NamesTheFirstToken()
    {
        var tokenizer = TokenizerTraining.Words(["red", "green"], ["<end>"]);
        VocabularyCheck.Fits(tokenizer, 3);
        VocabularyCheck.Fits(tokenizer, 64);   // padded embeddings are usual
        Assert.Contains("The tokenizer has 3 tokens, but tiny embeds 2: token 2, 'green'", Assert.Throws<ArgumentException>(() => VocabularyCheck.Fits(tokenizer, 2, "tiny")).Message, StringComparison.Ordinal);
    }
}
