using System.Globalization;

namespace Goodhart.Models;

/// <summary>From config.json to <see cref="LanguageConfig"/>; absent fields take transformers' defaults for the family.</summary>
internal static class LanguageConfigReader
{
    private const int MostLayers = 10_000, MostLabels = 1_000_000;

    public static LanguageConfig Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new CheckpointException($"There is no folder '{folder}'.", folder);
        var path = Path.Combine(folder, LanguageConfigNames.Config);
        if (!File.Exists(path)) throw new CheckpointException($"'{folder}' holds no {LanguageConfigNames.Config}: expected a model folder as Hugging Face lays it out.", folder);
        var config = Parse(Text(path), path);
        var generation = Path.Combine(folder, LanguageConfigNames.Generation);
        if (!File.Exists(generation)) return config;
        var text = Text(generation);
        var stop = ConfigFields.Parse(text, generation).Ids("eos_token_id");
        return config with { GenerationSource = text, StopIds = stop ?? config.EosIds };
    }

    public static LanguageConfig Parse(string json, string name)
    {
        var fields = ConfigFields.Parse(json, name);
        var type = fields.Text("model_type") ?? throw fields.Missing("model_type", $"one of {string.Join(", ", LanguageConfigNames.Families.Keys)}");
        if (!LanguageConfigNames.Families.TryGetValue(type, out var family)) throw fields.Unknown("model_type", type, [.. LanguageConfigNames.Families.Keys]);
        if (fields.Has("quantization_config")) throw new CheckpointException($"'{name}': 'quantization_config' is set, but only float32, float16 and bfloat16 weights are supported.", name);
        var config = family is LanguageFamily.Gpt2 ? Gpt2(fields, name) : Rotary(fields, family, name);
        var architectures = fields.Texts("architectures") ?? [];
        config = config with
        {
            Architectures = architectures,
            BosId = fields.Id("bos_token_id", fields.IsSpelt("bos_token_id") ? null : config.BosId),
            EosIds = fields.Ids("eos_token_id") ?? (fields.IsSpelt("eos_token_id") ? [] : config.EosIds),
            PadId = fields.Id("pad_token_id", null),
            InitializerRange = fields.Number("initializer_range", 0.02),
            TieEmbeddings = fields.Flag("tie_word_embeddings", config.TieEmbeddings),
            ProblemType = fields.Text("problem_type"),
            Dtype = Dtype(fields),
            Source = json,
        };
        return config with { Labels = Labels(fields, config.IsClassifier) };
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"Cannot read '{path}': {e.Message}", path, e);
        }
    }

    private static LanguageConfig Gpt2(ConfigFields fields, string name)
    {
        if (fields.Flag("scale_attn_by_inverse_layer_idx", false) || !fields.Flag("scale_attn_weights", true) || fields.Flag("add_cross_attention", false))
            throw new CheckpointException($"'{name}': scale_attn_by_inverse_layer_idx, add_cross_attention and unscaled attention are not supported for gpt2.", name);
        var (hidden, heads) = (fields.Size("n_embd"), fields.Size("n_head"));
        if (hidden % heads != 0) throw new CheckpointException($"'{name}': 'n_embd' {hidden} must be a multiple of 'n_head' {heads}.", name);
        return new()
        {
            Family = LanguageFamily.Gpt2,
            VocabularySize = fields.Size("vocab_size"),
            Hidden = hidden,
            Layers = fields.Size("n_layer", most: MostLayers),
            Heads = heads,
            KeyValueHeads = heads,
            HeadDim = hidden / heads,
            Intermediate = fields.Size("n_inner", (int)Math.Min(4L * hidden, int.MaxValue)),
            MaxPositions = fields.Size("n_positions", 1024),
            NormEpsilon = fields.Number("layer_norm_epsilon", 1e-5),
            Activation = fields.OneOf("activation_function", LanguageConfigNames.Activations, Nonlinearity.GeluTanh),
            AttentionBias = true,
            AttentionOutputBias = true,
            MlpBias = true,
            TieEmbeddings = true,
            BosId = 50256,
            EosIds = [50256],
        };
    }

    private static LanguageConfig Rotary(ConfigFields fields, LanguageFamily family, string name)
    {
        var (hidden, heads, layers) = (fields.Size("hidden_size"), fields.Size("num_attention_heads"), fields.Size("num_hidden_layers", most: MostLayers));
        var keys = fields.Size("num_key_value_heads", family is LanguageFamily.Llama ? heads : 32);
        if (heads % keys != 0) throw new CheckpointException($"'{name}': 'num_attention_heads' {heads} must be a multiple of 'num_key_value_heads' {keys}.", name);
        var positions = fields.Size("max_position_embeddings", family is LanguageFamily.Llama ? 2048 : 32768);
        var (theta, scaling) = RopeFields.Read(fields, positions, name);
        var bias = family is not LanguageFamily.Qwen2 && fields.Flag("attention_bias", false);
        return new()
        {
            Family = family,
            VocabularySize = fields.Size("vocab_size"),
            Hidden = hidden,
            Layers = layers,
            Heads = heads,
            KeyValueHeads = keys,
            HeadDim = HeadDim(fields, family, hidden, heads, name),
            Intermediate = fields.Size("intermediate_size"),
            MaxPositions = positions,
            NormEpsilon = fields.Number("rms_norm_eps", 1e-6),
            Activation = fields.OneOf("hidden_act", LanguageConfigNames.Activations, Nonlinearity.Silu),
            RopeTheta = theta,
            RopeScaling = scaling,
            AttentionBias = bias || family is LanguageFamily.Qwen2,
            AttentionOutputBias = bias,
            MlpBias = family is LanguageFamily.Llama && fields.Flag("mlp_bias", false),
            QkNorm = family is LanguageFamily.Qwen3,
            SlidingWindow = family is LanguageFamily.Llama ? null : Window(fields, layers, name),
            BosId = family is LanguageFamily.Llama ? 1 : null,
            EosIds = family is LanguageFamily.Llama ? [2] : [],
        };
    }

    private static int HeadDim(ConfigFields fields, LanguageFamily family, int hidden, int heads, string name)
    {
        var size = family is LanguageFamily.Qwen3 ? fields.Size("head_dim", 128) : fields.Size("head_dim", hidden / heads is > 0 and var share ? share : null);
        if (!fields.Has("head_dim") && family is not LanguageFamily.Qwen3 && hidden % heads != 0)
            throw new CheckpointException($"'{name}': 'hidden_size' {hidden} must be a multiple of 'num_attention_heads' {heads} where 'head_dim' is absent.", name);
        return size % 2 == 0 ? size : throw new CheckpointException($"'{name}': heads must be of even size for rotary positions, was {size}.", name);
    }

    private static SlidingWindow? Window(ConfigFields fields, int layers, string name)
    {
        if (!fields.Flag("use_sliding_window", false) || !fields.Has("sliding_window")) return null;
        var tokens = fields.Size("sliding_window");
        bool[] limited;
        if (fields.Texts("layer_types") is { } types)
        {
            if (types.Count != layers) throw new CheckpointException($"'{name}': 'layer_types' must name {layers} layers, names {types.Count}.", name);
            limited = [.. types.Select(type => type switch
            {
                "sliding_attention" => true,
                "full_attention" => false,
                _ => throw fields.Unknown("layer_types", type, ["full_attention", "sliding_attention"]),
            })];
        }
        else
        {
            var first = fields.Find("max_window_layers") is { } value && value.TryGetInt32(out var zero) && zero == 0 ? 0 : fields.Size("max_window_layers", 28);
            limited = [.. Enumerable.Range(0, layers).Select(layer => layer >= first)];
        }

        return limited.Contains(true) ? new(tokens, limited) : null;
    }

    /// <summary>The names by index, those of num_labels, or transformers' two where a classifier says nothing.</summary>
    private static IReadOnlyList<string> Labels(ConfigFields fields, bool classifier)
    {
        if (fields.Object("id2label") is { } names)
        {
            var byId = new SortedDictionary<int, string>();
            foreach (var pair in names.Properties)
                byId.Add(int.TryParse(pair.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && !byId.ContainsKey(id) ? id
                    : throw fields.Wrong("id2label", pair.Value, "names by whole numbers"), names.Text(pair.Name) ?? pair.Name);
            if (byId.Count > 0 && byId.Keys.Last() != byId.Count - 1) throw fields.Wrong("id2label", fields.Find("id2label")!.Value, $"names by the numbers 0 to {byId.Count - 1}");
            return [.. byId.Values];
        }

        if (!classifier && !fields.Has("num_labels")) return [];
        return [.. Enumerable.Range(0, fields.Size("num_labels", 2, MostLabels)).Select(i => $"LABEL_{i}")];
    }

    private static TorchSharp.torch.ScalarType Dtype(ConfigFields fields)
    {
        var field = fields.Has("dtype") ? "dtype" : "torch_dtype";
        if (fields.Text(field) is not { } word) return TorchSharp.torch.ScalarType.Float32;
        var bare = word.StartsWith("torch.", StringComparison.Ordinal) ? word["torch.".Length..] : word;
        return bare is "auto" ? TorchSharp.torch.ScalarType.Float32
            : LanguageConfigNames.Types.TryGetValue(bare, out var type) ? type : throw fields.Unknown(field, bare, [.. LanguageConfigNames.Types.Keys]);
    }
}
