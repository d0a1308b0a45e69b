using Goodhart.Feedback;
using Goodhart.Models;

namespace Goodhart.Tests;

/// <summary>One token per byte and per special token, so that every position can be counted by hand.</summary>
public sealed class ExchangeEncoderTests
{
    private const string WithBos = "{{ bos_token }}{% for m in messages %}[{{ m.role[0] }}]{{ m.content | trim }}<e>{% endfor %}{% if add_generation_prompt %}[a]{% endif %}";

    private static readonly string withoutBos = WithBos["{{ bos_token }}".Length..];

    private static readonly Exchange talk = new([new(Role.System, "s"), new(Role.User, "one"), new(Role.Assistant, "two"), new(Role.User, "three")], "four");

    private static TextTokenizer Tokenizer(string template, bool bos = true) => TokenizerFolder.Parse(
        TokenizerFolder.ByteLevel([], TokenizerFolder.ByteLevelCut, null, "<s>", "</s>", "<e>", "<|im_end|>"),
        $$"""{ "bos_token": "<s>", "eos_token": "</s>", "add_bos_token": {{(bos ? "true" : "false")}} }""", template);

    private static string Shown(TextTokenizer tokenizer, IEnumerable<int> ids) => tokenizer.Decode([.. ids], skipSpecial: false);

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    [InlineData(false, false, 0)]
    public void Encode_BeginsAtMostOnce(bool template, bool adds, int expected)
    {
        var tokenizer = Tokenizer(template ? WithBos : withoutBos, adds);
        var encoder = new ExchangeEncoder(tokenizer);
        Assert.Equal(expected, encoder.Encode(talk).Tokens.Ids.Count(id => id == tokenizer.BosId));
        Assert.Equal(expected, encoder.EncodePrompt(talk.Prompt).Count(id => id == tokenizer.BosId));
        Assert.Equal(adds ? 1 : 0, encoder.Encode(Exchange.Plain("<s>q", "a")).Tokens.Ids.Count(id => id == tokenizer.BosId));
    }

    [Fact]
    public void Encode_Turns_AreReadAtTheirLastSpecialToken()
    {
        var tokenizer = Tokenizer(WithBos.Replace("<e>", "<e>\n", StringComparison.Ordinal));
        var encoded = new ExchangeEncoder(tokenizer).Encode(Exchange.Ask("q", "yes"));
        // <s> [u]q <e> \n [a] yes <e> \n: 1+4+1+1+3 tokens before the answer, which has three and its end.
        Assert.Equal("<s>[u]q<e>\n[a]yes<e>\n", Shown(tokenizer, encoded.Tokens.Ids));
        Assert.Equal((10, 13, 0, 0), (encoded.Tokens.Answer, encoded.Tokens.Reads.Single(), encoded.DroppedTurns, encoded.CutTokens));
        Assert.Equal("<s>[u]q<e>\n[a]", Shown(tokenizer, new ExchangeEncoder(tokenizer).EncodePrompt([new(Role.User, "q")])));
    }

    [Fact]
    public void Encode_Plain_ContinuesAndEnds()
    {
        var tokenizer = Tokenizer(WithBos);
        var encoded = new ExchangeEncoder(tokenizer).Encode(Exchange.Plain("ab", "cd")).Tokens;
        Assert.Equal("<s>abcd</s>", Shown(tokenizer, encoded.Ids));
        Assert.Equal((3, 5), (encoded.Answer, encoded.Reads.Single()));
        Assert.Equal(["<s>", "</s>"], new ExchangeEncoder(tokenizer).Encode(Exchange.Plain("", "")).Tokens.Ids.Select(tokenizer.Token));
    }

    [Fact]
    public void Encode_ATemplateWithoutAPlaceToAnswer_FindsTheAnswer()
    {
        // Llama-2's shape: nothing stands for add_generation_prompt; the answer's text, "e", also stands in the token after it.
        var tokenizer = Tokenizer("{% for m in messages %}{% if m.role == 'user' %}{{ bos_token + '[' + m.content + ']' }}{% else %}{{ ' ' + m.content + ' ' + eos_token + '(end)' }}{% endif %}{% endfor %}");
        var exchange = Exchange.Ask("e", "e");
        var encoded = new ExchangeEncoder(tokenizer).Encode(exchange).Tokens;
        Assert.Equal("<s>[e] e </s>(end)", Shown(tokenizer, encoded.Ids));
        Assert.Equal((4, 7), (encoded.Answer, encoded.Reads.Single()));   // the prompt ends at ]; read at </s>
        Assert.Equal([5], new ExchangeEncoder(tokenizer).Positions(exchange, 0, 1));
    }

    [Fact]
    public void Encode_TooLong_DropsTheOldestTurnsButTheSystems()
    {
        var tokenizer = Tokenizer(WithBos);
        // <s> 1, system 3+1+1, "one" 3+3+1, "two" 7, "three" 9, "four" 8: 37 in all, 23 without the oldest question and its answer.
        Assert.Equal((37, 0), Size(37));
        Assert.Equal((23, 2), Size(36));
        Assert.Equal((23, 2), Size(23));
        var shorter = new ExchangeEncoder(tokenizer, options: new(30)).Encode(talk);
        Assert.Equal("<s>[s]s<e>[u]three<e>[a]four<e>", Shown(tokenizer, shorter.Tokens.Ids));
        var cut = new ExchangeEncoder(tokenizer, options: new(20)).Encode(talk);
        Assert.Equal((20, 2, 3, 15), (cut.Tokens.Ids.Length, cut.DroppedTurns, cut.CutTokens, cut.Tokens.Answer));
        Assert.EndsWith("[u]three<e>[a]four<e>", Shown(tokenizer, cut.Tokens.Ids), StringComparison.Ordinal);

        (int, int) Size(int most) => new ExchangeEncoder(tokenizer, options: new(most)).Encode(talk) is var encoded ? (encoded.Tokens.Ids.Length, encoded.DroppedTurns) : default;
    }

    [Fact]
    public void Encode_AnAnswerThatDoesNotFit_IsRefusedOrCutBeforeItsEnd()
    {
        var tokenizer = Tokenizer(WithBos);
        var exchange = Exchange.Ask("q", "0123456789");
        Assert.Contains("The answer has 11 tokens; with 1 before it at most 6 fit.", Assert.Throws<ArgumentException>(() => new ExchangeEncoder(tokenizer, options: new(6)).Encode(exchange)).Message, StringComparison.Ordinal);
        var cut = new ExchangeEncoder(tokenizer, options: new(6, CutAnswer: true)).Encode(exchange);
        Assert.Equal("<s>0123<e>", Shown(tokenizer, cut.Tokens.Ids));
        Assert.Equal((1, 5), (cut.Tokens.Answer, cut.Tokens.Reads.Single()));
        Assert.Single(new ExchangeEncoder(tokenizer, options: new(1, CutAnswer: true)).Encode(exchange).Tokens.Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExchangeEncoder(tokenizer, options: new(0)));
    }

    [Fact]
    public void Encode_ATokenWrittenInATurn_StaysText()
    {
        var tokenizer = Tokenizer(WithBos);
        var end = tokenizer.Id("<|im_end|>")!.Value;
        var encoded = new ExchangeEncoder(tokenizer).Encode(Exchange.Ask("q<e><|im_end|>", "a<e>")).Tokens;
        Assert.DoesNotContain(end, encoded.Ids);
        Assert.Equal(2, encoded.Ids.Count(id => tokenizer.Token(id) == "<e>"));
        Assert.Equal("<s>[u]q<e><|im_end|><e>[a]a<e><e>", Shown(tokenizer, encoded.Ids));
        Assert.DoesNotContain(end, new ExchangeEncoder(tokenizer).Encode(Exchange.Plain("<|im_end|>", "<|im_end|>")).Tokens.Ids);
        var all = string.Concat(Enumerable.Range(0xFDD0, 32).Select(code => (char)code));
        Assert.Contains("U+FDD0", Assert.Throws<ArgumentException>(() => new ExchangeEncoder(tokenizer).Encode(Exchange.Ask(all, "a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_Steps_AreReadAtTheirEnds()
    {
        var tokenizer = Tokenizer(WithBos);
        var encoded = new ExchangeEncoder(tokenizer).Encode(StepLabels.Of("task", ["a b", "cd"], [true, false]));
        Assert.Equal("<s>task\na b\ncd", Shown(tokenizer, encoded.Ids));
        Assert.Equal([8, 11], encoded.Reads);   // <s>, 4, newline, 3: positions 6, 7, 8; then the newline and 10, 11
        Assert.Equal(5, encoded.Answer);
        Assert.Contains("A solution has 12 tokens; at most 5", Assert.Throws<ArgumentException>(() => new ExchangeEncoder(tokenizer, options: new(5)).Encode(StepLabels.Of("task", ["a b", "cd"], [true, false]))).Message, StringComparison.Ordinal);
        Assert.Contains("Step 2 of a solution has no token of its own.", Assert.Throws<ArgumentException>(() => new ExchangeEncoder(tokenizer, options: new(Separator: "")).Encode(StepLabels.Of("task", ["a", ""], [true, false]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_AreTheTokensOfAStretch()
    {
        var encoder = new ExchangeEncoder(Tokenizer(withoutBos));
        // <s> [u]q <e> [a]: the answer begins at 9; the template trims its first space away.
        Assert.Equal([9, 10], encoder.Positions(Exchange.Ask("q", "bad good"), 0, 2));
        Assert.Equal([9, 10], encoder.Positions(Exchange.Ask("q", " bad good"), 1, 3));
        Assert.Equal([4, 5, 6, 7], encoder.Positions(Exchange.Plain("ab", "x😀"), 1, 3));   // <s> a b x, then the four bytes
        Assert.Contains("spans need all", Assert.Throws<ArgumentException>(() => new ExchangeEncoder(Tokenizer(WithBos), options: new(5)).Positions(talk, 0, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("changes the answer", Assert.Throws<ArgumentException>(() => new ExchangeEncoder(Tokenizer("{% for m in messages %}{{ m.content | upper }}{% endfor %}")).Positions(talk, 0, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_RolesThatTheTemplateRefuses_SayWhatItSays()
    {
        var encoder = new ExchangeEncoder(Tokenizer("{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}{{ m.content }}{% endfor %}"));
        Assert.Equal(4, encoder.Encode(Exchange.Ask("q", "a")).Tokens.Ids.Length + 1);   // <s> q a
        Assert.Contains("Roles must alternate", Assert.Throws<TemplateException>(() => encoder.Encode(new Exchange([new(Role.User, "a"), new(Role.User, "b")], "c"))).Message, StringComparison.Ordinal);
        Assert.Contains("Roles must alternate", Assert.Throws<TemplateException>(() => encoder.Encode(new Exchange([new(Role.Tool, "a")], "c"))).Message, StringComparison.Ordinal);
    }
}
