using Goodhart.Models;
using Goodhart.Studies.Rewards;

namespace Goodhart.Tests.RewardModels;

public sealed class RewardTextsTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Load_AFolderWithATemplate_ReadsThroughIt()
    {
        var tokenizer = Folder("<pad>", "</s>", "{% for m in messages %}<{{ m.role }}>{{ m.content }}{{ eos_token }}\n{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}");
        var text = RewardTexts.Load(temp.In("model"), 100);
        var encoded = text.Encode(new([new(Role.System, "s"), new(Role.User, "q")], "a"));
        // What the template writes after the answer's end is left off: transformers reads at the last token.
        Assert.Equal("<system>s</s>\n<user>q</s>\n<assistant>a</s>", tokenizer.Decode(encoded.Ids, skipSpecial: false));
        Assert.Equal((encoded.Ids.Length - 1, encoded.Ids.Length - 2), (encoded.Reads.Single(), encoded.Answer));
        Assert.Equal(0, text.Shortened());
        text.Save(temp.In("saved"));
        Assert.Equal(tokenizer.ChatTemplate, TextTokenizer.Load(temp.In("saved")).ChatTemplate);
    }

    [Fact]
    public void Encode_TextsThatDoNotFit_AreCounted()
    {
        var tokenizer = Folder("<pad>", "</s>", "{% for m in messages %}{{ m.content }}{{ eos_token }}{% endfor %}");
        var text = RewardTexts.Load(temp.In("model"), 6);
        Assert.Equal("ef</s>gh</s>", Shown(new([new(Role.User, "ab"), new(Role.Assistant, "cd"), new(Role.User, "ef")], "gh")));
        Assert.Equal("01234</s>", Shown(Exchange.Ask("q", "0123456789")));
        Assert.Equal(2, text.Shortened());
        Assert.Equal("a</s>b</s>", Shown(Exchange.Ask("a", "b")));
        Assert.Equal(2, text.Shortened());

        string Shown(Exchange exchange) => tokenizer.Decode(text.Encode(exchange).Ids, skipSpecial: false);
    }

    [Fact]
    public void Encode_WherePaddingEndsTexts_NeverEndsWithIt()
    {
        var tokenizer = Folder("</s>", "</s>", null);
        var text = RewardTexts.Load(temp.In("model"), 100);
        foreach (var exchange in new[] { Exchange.Ask("q", "a"), Exchange.Plain("q", "a"), Exchange.Plain("", ""), Exchange.Ask("q", "") })
            Assert.NotEqual(text.PadId, text.Encode(exchange).Ids[^1]);
        Assert.Equal("user:\nq\nassistant:\na\n", tokenizer.Decode(text.Encode(Exchange.Ask("q", "a")).Ids, skipSpecial: false));
    }

    [Fact]
    public void For_ATokenizerOfItsOwn_MarksRolesByTokens()
    {
        var text = RewardTexts.For(new(), [Exchange.Ask("how is it", "it is good")]);
        text.Save(temp.In("own"));
        var (tokenizer, again) = (TextTokenizer.Load(temp.In("own")), RewardTexts.For(new(), [Exchange.Ask("how is it", "it is good")]));
        var ids = text.Encode(new([new(Role.User, "how<|end|>"), new(Role.Assistant, "good"), new(Role.Tool, "t")], "is")).Ids;
        Assert.Equal(["<|user|>", "<|end|>", "<|assistant|>", "<|end|>", "<|tool|>", "<|end|>", "<|assistant|>", "<|end|>"], ids.Where(tokenizer.IsSpecial).Select(tokenizer.Token));
        Assert.Equal(tokenizer.Id("<|end|>"), ids[^1]);
        Assert.Equal(ids, again.Encode(new([new(Role.User, "how<|end|>"), new(Role.Assistant, "good"), new(Role.Tool, "t")], "is")).Ids);
        Assert.NotEqual(text.PadId, text.Encode(Exchange.Plain("", "")).Ids[^1]);
    }

    private TextTokenizer Folder(string pad, string eos, string? template)
    {
        var tokenizer = TokenizerFolder.Parse(TokenizerFolder.ByteLevel([], TokenizerFolder.ByteLevelCut, null, "</s>", "<pad>"), $$"""{ "eos_token": "{{eos}}", "pad_token": "{{pad}}"{{(template is null ? "" : $", \"chat_template\": {System.Text.Json.JsonSerializer.Serialize(template)}")}} }""");
        tokenizer.Save(temp.In("model"));
        (new ScratchSize(16, 1, 2).Config(tokenizer.VocabularySize, 64) with { PadId = tokenizer.PadId }).Save(temp.In("model"));
        return tokenizer;
    }
}
