using Goodhart.Models;

namespace Goodhart.Tests;

public sealed class HostileTokenizerTests
{
    [Theory]
    [InlineData("""{ "model": { "type": "WordPiece", "vocab": { "a": 0 } } }""", "model.type must be BPE or WordLevel; Unigram and WordPiece tokenizers are not known here, was \"WordPiece\"")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": 0, "b": 0 }, "merges": [] } }""", "model.vocab.b must be an id of its own: 0 is already 'a'")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": 0, "b": 2 }, "merges": [] } }""", "model.vocab has 2 tokens and none with the id 1")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": 0, "b": 1 }, "merges": ["a b"] } }""", "model.merges[0] joins 'a' and 'b', but 'ab' is not in model.vocab")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": ["ab"] } }""", "model.merges[0] must be two tokens")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": -1 }, "merges": [] } }""", "model.vocab.a must be in [0, 1999999]")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": 999999999 }, "merges": [] } }""", "model.vocab.a must be in [0, 1999999]")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { }, "merges": [] } }""", "model.vocab must be at least one token")]
    [InlineData("""{ "pre_tokenizer": { "type": "Bert" }, "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": [] } }""", "pre_tokenizer.type must be one of Sequence, ByteLevel")]
    [InlineData("""{ "pre_tokenizer": { "type": "Split", "pattern": { "Regex": "(" }, "behavior": "Isolated" }, "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": [] } }""", "pre_tokenizer.pattern is a regular expression that cannot be used")]
    [InlineData("""{ "added_tokens": [ { "id": 0, "content": "x" } ], "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": [] } }""", "an id of its own: 0 is already 'a'")]
    [InlineData("""{ "added_tokens": [ { "id": 1, "content": "" } ], "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": [] } }""", "a token of at least one character")]
    [InlineData("[]", "the file must be an object")]
    [InlineData("{ \"model\": ", "is not JSON")]
    public void Parse_ADamagedFile_IsOneLineThatNamesTheField(string json, string expected)
    {
        var error = Assert.Throws<TokenizerException>(() => TokenizerFolder.Parse(json));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_AMissingFile_IsNamed()
    {
        using var temp = new TempFolder();
        Assert.Contains("There is no folder", Assert.Throws<TokenizerException>(() => TextTokenizer.Load(temp.In("nowhere"))).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(temp.In("model"));
        Assert.Contains("has no tokenizer.json", Assert.Throws<TokenizerException>(() => TextTokenizer.Load(temp.In("model"))).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(temp.In("model"), "tokenizer.model"), "");
        Assert.Contains("SentencePiece's tokenizer.model is not read", Assert.Throws<TokenizerException>(() => TextTokenizer.Load(temp.In("model"))).Message, StringComparison.Ordinal);
    }

    /// <summary>An expression whose time doubles with every character must not hold the process.</summary>
    [Fact]
    public void Encode_AnExpressionThatBacktracksForEver_IsStopped()
    {
        var tokenizer = TokenizerFolder.Parse(TokenizerFolder.ByteLevel([], """{ "type": "Sequence", "pretokenizers": [ { "type": "Split", "pattern": { "Regex": "^(a|a|aa)+$" }, "behavior": "Isolated" }, { "type": "ByteLevel", "add_prefix_space": false, "use_regex": false } ] }"""));
        Assert.Contains("takes longer than", Assert.Throws<TokenizerException>(() => tokenizer.Encode(new string('a', 60) + "b")).Message, StringComparison.Ordinal);
    }
}
