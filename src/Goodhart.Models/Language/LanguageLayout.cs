namespace Goodhart.Models;

/// <summary>Names and shapes of a language model's weights, as Hugging Face's folders name them.</summary>
internal static class LanguageLayout
{
    public const string Head = "lm_head.weight", Score = "score.weight";

    /// <summary>What stands before the names of a body inside a model with a head.</summary>
    public static string Prefix(LanguageFamily family) => family is LanguageFamily.Gpt2 ? "transformer." : "model.";

    /// <summary>The token embedding. // (vocabulary, hidden)</summary>
    public static string Embedding(LanguageFamily family) => Prefix(family) + (family is LanguageFamily.Gpt2 ? "wte.weight" : "embed_tokens.weight");

    /// <summary>What stands before the names of one layer.</summary>
    public static string Layer(LanguageFamily family, int layer) => $"{Prefix(family)}{(family is LanguageFamily.Gpt2 ? "h" : "layers")}.{layer}.";

    /// <summary>Weights of the body, in the order of the computation.</summary>
    public static IReadOnlyList<(string Name, long[] Shape)> Body(LanguageConfig config) => config.Family is LanguageFamily.Gpt2 ? [.. Gpt2(config)] : [.. Rotary(config)];

    /// <summary>Weights of a causal model: the body, and the output where it has its own.</summary>
    public static IReadOnlyList<(string Name, long[] Shape)> Causal(LanguageConfig config) =>
        config.TieEmbeddings ? Body(config) : [.. Body(config), (Head, [config.VocabularySize, config.Hidden])];

    /// <summary>Whether a map writes into the residual stream.</summary>
    public static bool IsResidual(string name) =>
        name.EndsWith("c_proj.weight", StringComparison.Ordinal) || name.EndsWith("o_proj.weight", StringComparison.Ordinal) || name.EndsWith("down_proj.weight", StringComparison.Ordinal);

    /// <summary>Names of a folder that are no weights: masks and frequencies that old versions stored.</summary>
    public static bool IsBuffer(string name) =>
        name.EndsWith(".attn.bias", StringComparison.Ordinal) || name.EndsWith(".attn.masked_bias", StringComparison.Ordinal) || name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal);

    private static IEnumerable<(string, long[])> Gpt2(LanguageConfig c)
    {
        const string body = "transformer.";
        yield return (body + "wte.weight", [c.VocabularySize, c.Hidden]);
        yield return (body + "wpe.weight", [c.MaxPositions, c.Hidden]);
        for (var layer = 0; layer < c.Layers; layer++)
        {
            var at = Layer(c.Family, layer);
            foreach (var norm in Norm(at + "ln_1", c.Hidden)) yield return norm;
            foreach (var map in InOut(at + "attn.c_attn", c.Hidden, 3 * c.Hidden)) yield return map;
            foreach (var map in InOut(at + "attn.c_proj", c.Hidden, c.Hidden)) yield return map;
            foreach (var norm in Norm(at + "ln_2", c.Hidden)) yield return norm;
            foreach (var map in InOut(at + "mlp.c_fc", c.Hidden, c.Intermediate)) yield return map;
            foreach (var map in InOut(at + "mlp.c_proj", c.Intermediate, c.Hidden)) yield return map;
        }

        foreach (var norm in Norm(body + "ln_f", c.Hidden)) yield return norm;
    }

    private static IEnumerable<(string, long[])> Rotary(LanguageConfig c)
    {
        int queries = c.Heads * c.HeadDim, keys = c.KeyValueHeads * c.HeadDim;
        yield return ("model.embed_tokens.weight", [c.VocabularySize, c.Hidden]);
        for (var layer = 0; layer < c.Layers; layer++)
        {
            var at = Layer(c.Family, layer);
            yield return (at + "input_layernorm.weight", [c.Hidden]);
            foreach (var map in Map(at + "self_attn.q_proj", queries, c.Hidden, c.AttentionBias)) yield return map;
            foreach (var map in Map(at + "self_attn.k_proj", keys, c.Hidden, c.AttentionBias)) yield return map;
            foreach (var map in Map(at + "self_attn.v_proj", keys, c.Hidden, c.AttentionBias)) yield return map;
            foreach (var map in Map(at + "self_attn.o_proj", c.Hidden, queries, c.AttentionOutputBias)) yield return map;
            if (c.QkNorm) yield return (at + "self_attn.q_norm.weight", [c.HeadDim]);
            if (c.QkNorm) yield return (at + "self_attn.k_norm.weight", [c.HeadDim]);
            yield return (at + "post_attention_layernorm.weight", [c.Hidden]);
            foreach (var map in Map(at + "mlp.gate_proj", c.Intermediate, c.Hidden, c.MlpBias)) yield return map;
            foreach (var map in Map(at + "mlp.up_proj", c.Intermediate, c.Hidden, c.MlpBias)) yield return map;
            foreach (var map in Map(at + "mlp.down_proj", c.Hidden, c.Intermediate, c.MlpBias)) yield return map;
        }

        yield return ("model.norm.weight", [c.Hidden]);
    }

    private static IEnumerable<(string, long[])> Norm(string name, int width) => [(name + ".weight", [width]), (name + ".bias", [width])];

    private static IEnumerable<(string, long[])> InOut(string name, int from, int to) => [(name + ".weight", [from, to]), (name + ".bias", [to])];

    private static IEnumerable<(string, long[])> Map(string name, int to, int from, bool bias) =>
        bias ? [(name + ".weight", [to, from]), (name + ".bias", [to])] : [(name + ".weight", [to, from])];
}
