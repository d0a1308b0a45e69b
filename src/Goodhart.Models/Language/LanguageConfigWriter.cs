using System.Globalization;
using System.Text.Json.Nodes;

namespace Goodhart.Models;

/// <summary>From <see cref="LanguageConfig"/> to config.json: what was read, changed only where the record differs from it.</summary>
/// <remarks>A new model is written in the spelling of transformers 4, which 5 reads too; one that was read keeps its own.</remarks>
internal static class LanguageConfigWriter
{
    public static void Save(LanguageConfig config, string folder)
    {
        WholeFile.Write(Path.Combine(folder, LanguageConfigNames.Config), Config(config));
        if (config.GenerationSource is not null || !config.IsClassifier) WholeFile.Write(Path.Combine(folder, LanguageConfigNames.Generation), Generation(config));
    }

    public static string Config(LanguageConfig config)
    {
        if (config.Source is not { } source) return ConfigOverlay.Apply(null, [], Fields(config, nested: false), "bos_token_id", "eos_token_id");
        var before = LanguageConfigReader.Parse(source, LanguageConfigNames.Config);
        var read = ConfigOverlay.Parse(source);
        var nested = read.ContainsKey(RopeFields.Parameters);
        return ConfigOverlay.Apply(source, Fields(before, nested), Fields(config, nested), "bos_token_id", "eos_token_id");
    }

    private static string Generation(LanguageConfig config)
    {
        var after = new List<(string, JsonNode?)> { ("bos_token_id", config.BosId), ("eos_token_id", Ids(config.StopIds)), ("pad_token_id", config.PadId) };
        if (config.GenerationSource is not { } source) return ConfigOverlay.Apply(null, [], after);
        var stop = ConfigFields.Parse(source, LanguageConfigNames.Generation).Ids("eos_token_id") ?? config.EosIds;
        return ConfigOverlay.Apply(source, [("bos_token_id", config.BosId), ("eos_token_id", Ids(stop)), ("pad_token_id", config.PadId)], after);
    }

    private static IEnumerable<(string Name, JsonNode? Value)> Fields(LanguageConfig config, bool nested)
    {
        yield return ("architectures", List(config.Architectures));
        yield return ("model_type", LanguageConfigNames.Of(LanguageConfigNames.Families, config.Family));
        foreach (var field in config.Family is LanguageFamily.Gpt2 ? Gpt2(config) : Rotary(config, nested)) yield return field;
        yield return ("vocab_size", config.VocabularySize);
        yield return ("initializer_range", config.InitializerRange);
        yield return ("tie_word_embeddings", config.TieEmbeddings);
        yield return ("bos_token_id", config.BosId);
        yield return ("eos_token_id", Ids(config.EosIds));
        yield return ("pad_token_id", config.PadId);
        yield return ("id2label", config.Labels.Count == 0 ? null : new JsonObject(config.Labels.Select((label, i) => KeyValuePair.Create(Index(i), (JsonNode?)label))));
        // Of labels of one name the last counts, as in transformers' own dictionary.
        yield return ("label2id", config.Labels.Count == 0 ? null
            : new JsonObject(config.Labels.Select((label, i) => (Label: label, Index: i)).GroupBy(l => l.Label).Select(same => KeyValuePair.Create(same.Key, (JsonNode?)same.Last().Index))));
        yield return ("num_labels", config.Labels.Count == 0 ? null : config.Labels.Count);
        yield return ("problem_type", config.ProblemType);
        yield return (nested ? "dtype" : "torch_dtype", LanguageConfigNames.Of(LanguageConfigNames.Types, config.Dtype));
    }

    private static IEnumerable<(string Name, JsonNode? Value)> Gpt2(LanguageConfig config) =>
    [
        ("n_embd", config.Hidden),
        ("n_layer", config.Layers),
        ("n_head", config.Heads),
        ("n_positions", config.MaxPositions),
        ("n_inner", config.Intermediate == 4 * config.Hidden ? null : config.Intermediate),
        ("activation_function", LanguageConfigNames.Of(LanguageConfigNames.Activations, config.Activation)),
        ("layer_norm_epsilon", config.NormEpsilon),
    ];

    private static IEnumerable<(string Name, JsonNode? Value)> Rotary(LanguageConfig config, bool nested) =>
    [
        ("hidden_size", config.Hidden),
        ("num_hidden_layers", config.Layers),
        ("num_attention_heads", config.Heads),
        ("num_key_value_heads", config.KeyValueHeads),
        ("head_dim", config.HeadDim),
        ("intermediate_size", config.Intermediate),
        ("max_position_embeddings", config.MaxPositions),
        ("hidden_act", LanguageConfigNames.Of(LanguageConfigNames.Activations, config.Activation)),
        ("rms_norm_eps", config.NormEpsilon),
        ("attention_bias", config.Family is LanguageFamily.Qwen2 ? null : config.AttentionBias),
        ("mlp_bias", config.Family is LanguageFamily.Llama ? config.MlpBias : null),
        .. RopeFields.Write(config, nested),
        .. config.Family is LanguageFamily.Llama ? [] : Window(config),
    ];

    private static IEnumerable<(string Name, JsonNode? Value)> Window(LanguageConfig config) =>
    [
        ("use_sliding_window", config.SlidingWindow is not null),
        ("sliding_window", config.SlidingWindow?.Tokens),
        ("layer_types", List(Enumerable.Range(0, config.Layers).Select(layer => config.WindowOf(layer) is null ? "full_attention" : "sliding_attention"))),
    ];

    private static JsonNode? Ids(IReadOnlyList<int> ids) => ids.Count switch
    {
        0 => null,
        1 => ids[0],
        _ => new JsonArray([.. ids.Select(id => (JsonNode)id)]),
    };

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static string Index(int i) => i.ToString(CultureInfo.InvariantCulture);
}
