using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>The body of a language model: from token ids to the last hidden states. GPT-2, Llama, Qwen2 and Qwen3.</summary>
/// <remarks>
/// Texts of a batch do not see each other or what fills the batch, and positions count a text's own tokens, so that numbers depend neither on the side of the
/// padding nor on the neighbours. Runs where its weights lie. Not safe for several threads at once.
/// </remarks>
public sealed class Transformer : IDisposable
{
    private readonly ParameterVector weights;
    private readonly IBlock[] blocks;
    private readonly RotaryTable? turns;
    private readonly Func<Tensor, Tensor> norm;
    private readonly double dropout;
    private readonly ScalarType? products;

    /// <param name="config">Sizes and family.</param>
    /// <param name="weights">Weights by Hugging Face's names; they stay the caller's.</param>
    /// <param name="adapter">Low-rank adapter beside them; null for none.</param>
    /// <param name="dropout">Share of what each layer adds that is dropped in training, in [0, 1). 0 as in Llama; GPT-2 (2019) took .1.</param>
    /// <param name="products">Type in which layers take matrix products and attention, weights and sums staying as they are; null for that of the weights.</param>
    /// <exception cref="ArgumentException">A weight is missing.</exception>
    public Transformer(LanguageConfig config, ParameterVector weights, LoraAdapter? adapter = null, double dropout = 0, ScalarType? products = null)
    {
        (Config, this.weights, this.dropout, this.products) = (config, weights, Ensure.InRange(dropout, 0, 1 - 1e-6), products);
        var learnt = config.Family is LanguageFamily.Gpt2;
        blocks = [.. Enumerable.Range(0, config.Layers).Select(layer => learnt ? (IBlock)new Gpt2Block(config, layer, weights, adapter, products) : new RotaryBlock(config, layer, weights, adapter, products))];
        Embedding = weights[LanguageLayout.Embedding(config.Family)];
        norm = learnt ? LayerNorm.Of("transformer.ln_f", weights, config).Apply : new RmsNorm(weights["model.norm.weight"], config.NormEpsilon).Apply;
        if (!learnt) turns = new(config, Embedding.device, Embedding.dtype);
    }

    public LanguageConfig Config { get; }

    /// <summary>// (vocabulary, hidden)</summary>
    public Tensor Embedding { get; }

    /// <summary>Texts as one rectangle, after checking that this model can read them.</summary>
    /// <param name="texts">Token ids; at least one text, and one token in each.</param>
    /// <param name="side">Where shorter texts are filled; the numbers do not depend on it.</param>
    /// <exception cref="ArgumentException">A text is empty, longer than MaxPositions, or holds an id outside the vocabulary; the message says which.</exception>
    public TokenBatch Batch(IReadOnlyList<int[]> texts, PaddingSide side = PaddingSide.Right)
    {
        for (var i = 0; i < texts.Count; i++) Require(texts[i], $"Text {i}");
        return TokenBatch.Of(texts, side, device: Embedding.device);
    }

    /// <summary>Hidden states after the last norm. // (texts, width, hidden); places outside a text hold numbers without meaning</summary>
    /// <param name="batch">Texts.</param>
    /// <param name="rng">Source of dropout in training; null for none.</param>
    public Tensor Forward(TokenBatch batch, Generator? rng = null) => norm(States(batch, rng)).MoveToOuterDisposeScope();

    /// <summary>Hidden states after the last norm, of some places alone. // (places, hidden)</summary>
    /// <param name="batch">Texts.</param>
    /// <param name="places">Text · width + column of each place, as <see cref="TokenBatch.Column"/> says. // (places), 64-bit</param>
    /// <param name="rng">Source of dropout in training; null for none.</param>
    public Tensor Forward(TokenBatch batch, Tensor places, Generator? rng = null)
    {
        using var scope = NewDisposeScope();
        return norm(States(batch, rng).view(-1, Config.Hidden).index_select(0, places)).MoveToOuterDisposeScope();
    }

    /// <summary>Checks that every id of a tokenizer has a row in this model's embedding; further rows are usual and harmless.</summary>
    /// <param name="tokens">Ids of the tokenizer, added ones included: its largest id plus one.</param>
    /// <exception cref="ArgumentException">The tokenizer has ids that the model does not.</exception>
    public void RequireTokenizer(int tokens)
    {
        if (tokens > Config.VocabularySize)
            throw new ArgumentException($"The tokenizer has {tokens} tokens, the model's vocabulary {Config.VocabularySize}: they belong to different models, or tokens were added to one alone.", nameof(tokens));
    }

    /// <summary>Reads texts for the first time, or one more token of each, and returns the hidden state of each text's last token. // (texts, hidden)</summary>
    internal Tensor Read(Tensor ids, KeyValueCache cache)
    {
        using var scope = NewDisposeScope();
        var t = (int)ids.shape[1];
        cache.Reserve(t);
        var x = States(ids, cache.IsShifted ? cache.Starts : null, cache, null);
        cache.Advance(t);
        return norm(x.narrow(1, t - 1, 1).squeeze(1)).MoveToOuterDisposeScope();
    }

    /// <summary>Checks one text.</summary>
    internal void Require(int[] text, string name)
    {
        if (text.Length == 0) throw new ArgumentException($"{name} has no tokens; expected at least one.");
        if (text.Length > Config.MaxPositions) throw new ArgumentException($"{name} has {text.Length} tokens; this model reads at most {Config.MaxPositions}.");
        foreach (var id in text)
            if ((uint)id >= (uint)Config.VocabularySize) throw new ArgumentException($"{name} holds token {id}; expected ids from 0 to {Config.VocabularySize - 1}, the model's vocabulary.");
    }

    public void Dispose() => turns?.Dispose();

    private Tensor States(TokenBatch batch, Generator? rng)
    {
        using var scope = NewDisposeScope();
        return States(batch.Ids, batch.IsShifted ? batch.Starts() : null, null, rng).MoveToOuterDisposeScope();
    }

    /// <param name="ids">// (texts, t)</param>
    /// <param name="starts">First column of each text; null for column 0. // (texts)</param>
    /// <param name="cache">Tokens read before.</param>
    /// <param name="rng">Source of dropout.</param>
    private Tensor States(Tensor ids, Tensor? starts, KeyValueCache? cache, Generator? rng)
    {
        using var scope = NewDisposeScope();
        var (n, t, past) = (ids.shape[0], (int)ids.shape[1], cache?.Length ?? 0);
        var positions = Positions(starts, past, t);
        var x = Embedding.index_select(0, ids.reshape(-1)).view(n, t, Config.Hidden);
        if (turns is null)
        {
            var learnt = weights["transformer.wpe.weight"];
            x = x + (positions is null ? learnt.narrow(0, past, t) : learnt.index_select(0, positions.reshape(-1)).view(n, t, Config.Hidden));
        }

        var pass = new Pass(turns?.At(past, t, positions), AttentionMask.Of(starts, past, t, null, ids.device),
            Config.SlidingWindow is { } window ? AttentionMask.Of(starts, past, t, window.Tokens, ids.device) : null, cache, dropout, rng, products);
        x = Dropout.Apply(x, dropout, rng);
        foreach (var block in blocks)
        {
            var next = block.Forward(x, pass);
            x.Dispose();
            x = next;
        }

        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Position of each token in its own text; null where the column says it. // (texts, t)</summary>
    private Tensor? Positions(Tensor? starts, int past, int t) =>
        starts is null ? null : arange(past, past + t, device: starts.device).unsqueeze(0).sub(starts.unsqueeze(1)).clamp(0, Config.MaxPositions - 1);
}
