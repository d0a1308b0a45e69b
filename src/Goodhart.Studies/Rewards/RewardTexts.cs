using Goodhart.Models;

namespace Goodhart.Studies.Rewards;

/// <summary>How reward models read text: by the tokenizer and chat template of the model they grow from, or by ones made for them.</summary>
/// <remarks>
/// A text ends with the answer's last special token, at which it is scored; what a template writes after it is left off. The last token is never the pad token:
/// transformers reads a score at the last token that is not padding.
/// </remarks>
public static class RewardTexts
{
    private const string Pad = "<|endoftext|>", End = "<|end|>";

    /// <summary>The template of tokenizers made here: a token for each role, and one that ends a turn.</summary>
    private const string Marked = "{% for message in messages %}{{ '<|' + message.role + '|>' + message.content + '<|end|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

    /// <summary>The template of models that were never taught turns: roles by name, the answer ended as the model ends texts.</summary>
    private const string Named = "{% for message in messages %}{{ message.role + ':\n' + message.content }}{% if loop.last and eos_token is defined %}{{ eos_token }}{% else %}{{ '\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ 'assistant:\n' }}{% endif %}";

    private static readonly string[] roles = ["<|system|>", "<|user|>", "<|assistant|>", "<|tool|>"];

    /// <summary>The tokenizer of the given model, or a new one made from the answers and prompts that training sees.</summary>
    public static RewardText For(RewardTrainingOptions options, IEnumerable<Exchange> exchanges)
    {
        if (options.Model is not null) return Load(options.Model, options.MaxLength);
        var texts = exchanges.SelectMany(e => e.Prompt.Select(turn => turn.Text).Append(e.Answer)).Distinct(StringComparer.Ordinal);
        var tokenizer = TokenizerTraining.Train(texts, options.Vocabulary, [Pad, .. roles, End], new(Eos: End, Pad: Pad));
        return Of(tokenizer, tokenizer.PadId!.Value, options.MaxLength);
    }

    /// <summary>The tokenizer of a model's folder, with its chat template where it has one.</summary>
    /// <exception cref="CheckpointException">It has no token to fill batches with.</exception>
    /// <exception cref="TemplateException">Its template cannot be read.</exception>
    public static RewardText Load(string folder, int maxLength)
    {
        var tokenizer = TextTokenizer.Load(folder);
        return (LanguageConfig.Load(folder).PadId ?? tokenizer.PadId ?? tokenizer.UnknownId) is { } pad ? Of(tokenizer, pad, maxLength)
            : throw new CheckpointException($"'{folder}' names no pad token: neither pad_token_id in config.json nor pad_token in tokenizer_config.json, without which texts cannot be scored side by side.", folder);
    }

    private static RewardText Of(TextTokenizer tokenizer, int pad, int maxLength)
    {
        if (tokenizer.ChatTemplate is null) tokenizer = tokenizer.WithChatTemplate(Template(tokenizer));
        var encoder = new ExchangeEncoder(tokenizer, options: new(Ensure.Positive(maxLength), CutAnswer: true));
        var shortened = 0;
        return new(Encode, tokenizer.VocabularySize, pad, tokenizer.Save, () => shortened);

        Encoded Encode(Exchange exchange)
        {
            var whole = encoder.Encode(exchange);
            if (whole.DroppedTurns > 0 || whole.CutTokens > 0) Interlocked.Increment(ref shortened);
            return Ended(whole.Tokens, pad, tokenizer);
        }
    }

    private static string Template(TextTokenizer tokenizer) =>
        tokenizer.Id(End) is not null && roles.All(role => tokenizer.Id(role) is not null) ? Marked
        : tokenizer.Id("<|im_start|>") is not null && tokenizer.Id("<|im_end|>") is not null ? ChatTemplate.ChatMl.Source : Named;

    /// <summary>The text up to where it is read. A pad token there, where a family ends texts with it, becomes a line's end.</summary>
    private static Encoded Ended(Encoded tokens, int pad, TextTokenizer tokenizer)
    {
        var length = tokens.Reads[^1] + 1;
        if (tokens.Ids[length - 1] != pad) return new(tokens.Ids[..length], answer: Math.Min(tokens.Answer, length));
        var written = length;
        while (written > 0 && tokens.Ids[written - 1] == pad) written--;
        int[] closed = [.. tokens.Ids[..written], .. tokenizer.Encode("\n").Where(id => id != pad).Take(length - written)];
        return closed.Length > 0 ? new(closed, answer: Math.Min(tokens.Answer, closed.Length))
            : throw new ArgumentException($"A text has no token but '{tokenizer.Token(pad)}', which fills batches: prompt and answer are empty.");
    }
}
