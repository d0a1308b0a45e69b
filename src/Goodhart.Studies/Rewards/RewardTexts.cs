using Goodhart.Models;

namespace Goodhart.Studies.Rewards;

/// <summary>How reward models read text: by the tokenizer of the model they grow from, or by one made for them.</summary>
/// <remarks>
/// Each turn begins with its role's token where the tokenizer has one, else with the role's name on a line, and what is scored ends with a token that ends a turn.
/// It is never the pad token: transformers reads a score at the last token that is not padding.
/// </remarks>
public static class RewardTexts
{
    private const string Pad = "<|endoftext|>", End = "<|end|>";

    private static readonly string[] roles = ["<|system|>", "<|user|>", "<|assistant|>", "<|tool|>"];

    /// <summary>The tokenizer of the given model, or a new one made from the answers and prompts that training sees.</summary>
    public static RewardText For(RewardTrainingOptions options, IEnumerable<Exchange> exchanges)
    {
        if (options.Model is not null) return Load(options.Model, options.MaxLength);
        var texts = exchanges.SelectMany(e => e.Prompt.Select(turn => turn.Text).Append(e.Answer)).Distinct(StringComparer.Ordinal);
        return Of(TokenizerTraining.Train(texts, options.Vocabulary, [Pad, .. roles, End], new(Eos: End, Pad: Pad)), Pad, options.MaxLength);
    }

    /// <summary>The tokenizer of a model's folder.</summary>
    /// <exception cref="CheckpointException">It has no token to fill batches with.</exception>
    public static RewardText Load(string folder, int maxLength)
    {
        var tokenizer = TextTokenizer.Load(folder);
        var pad = LanguageConfig.Load(folder).PadId ?? tokenizer.PadId ?? tokenizer.UnknownId;
        return pad is { } id ? Of(tokenizer, tokenizer.Token(id), maxLength)
            : throw new CheckpointException($"'{folder}' names no pad token: neither pad_token_id in config.json nor pad_token in tokenizer_config.json, without which texts cannot be scored side by side.", folder);
    }

    private static RewardText Of(TextTokenizer tokenizer, string pad, int maxLength)
    {
        var reader = new TurnReader(tokenizer, tokenizer.Id(pad)!.Value, Ensure.Positive(maxLength));
        return new(reader.Encode, tokenizer.VocabularySize, reader.PadId, tokenizer.Save, () => reader.Shortened);
    }

    /// <summary>Turns as tokens.</summary>
    private sealed class TurnReader(TextTokenizer tokenizer, int pad, int most)
    {
        private readonly int[][] openings = [.. Enum.GetValues<Role>().Select(role => Opening(tokenizer, role))];
        private readonly int[] closing = tokenizer.Id(End) is { } end ? [end] : tokenizer.EosId is { } eos && eos != pad ? [eos] : tokenizer.Encode("\n");

        public int PadId => pad;

        public int Shortened { get; private set; }

        public Encoded Encode(Exchange exchange)
        {
            var turns = exchange.Prompt.Select(turn => (int[])[.. openings[(int)turn.Role], .. tokenizer.Encode(turn.Text), .. turn.Role is Role.None ? [] : closing]).ToList();
            int[] answer = [.. exchange.IsPlain && exchange.Prompt.Count > 0 ? [] : openings[(int)Role.Assistant], .. tokenizer.Encode(exchange.Answer), .. closing];
            int[] first = tokenizer.AddsBos ? [tokenizer.BosId!.Value] : [];
            var room = most - first.Length - answer.Length;
            if (turns.Sum(turn => turn.Length) > room || room < 0) Shortened++;
            while (turns.Count > 1 && turns.Sum(turn => turn.Length) > room) turns.RemoveAt(0);   // the oldest go first
            int[] prompt = [.. turns.SelectMany(turn => turn)];
            if (prompt.Length > room) prompt = room > 0 ? prompt[^room..] : [];
            if (room < 0) answer = [.. answer[..(most - first.Length - closing.Length)], .. closing];
            return new([.. first, .. prompt, .. answer], answer: first.Length + prompt.Length);
        }

        private static int[] Opening(TextTokenizer tokenizer, Role role) => role is Role.None ? []
            : tokenizer.Id(roles[(int)role - 1]) is { } id ? [id] : tokenizer.Encode($"{role}:\n");
    }
}
