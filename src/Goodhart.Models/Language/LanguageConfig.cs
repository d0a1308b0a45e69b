using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>The shape of a language model, as <c>config.json</c> of a Hugging Face folder describes it.</summary>
/// <remarks>
/// Reads the spelling of transformers 4 (<c>rope_theta</c>, <c>rope_scaling</c>, <c>torch_dtype</c>) and 5 (<c>rope_parameters</c>, <c>dtype</c>). What is not
/// known here is kept, and saving writes back what was read, changed only where this record was changed.
/// </remarks>
public sealed partial record LanguageConfig
{
    public required LanguageFamily Family { get; init; }

    /// <summary>Rows of the embedding; a tokenizer's ids lie below.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int Hidden { get; init; }

    public required int Layers { get; init; }

    /// <summary>Query heads of a layer.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads of a layer; each serves Heads / KeyValueHeads query heads.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of a head; Heads · HeadDim may differ from Hidden.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Width of the MLP.</summary>
    public required int Intermediate { get; init; }

    /// <summary>Most tokens of a text; hard for GPT-2, whose positions are learnt.</summary>
    public required int MaxPositions { get; init; }

    public double NormEpsilon { get; init; } = 1e-5;

    public Nonlinearity Activation { get; init; } = Nonlinearity.Silu;

    /// <summary>Base of the rotary frequencies θ^(−2i/HeadDim).</summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>How rotary frequencies are stretched; null where they are not.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>Whether the output of a causal model shares the embedding's weights.</summary>
    public bool TieEmbeddings { get; init; }

    /// <summary>Whether queries, keys and values have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether attention's output has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether the MLP's layers have biases.</summary>
    public bool MlpBias { get; init; }

    /// <summary>Whether each query and key head is normalised.</summary>
    public bool QkNorm { get; init; }

    /// <summary>Attention limited to the last tokens; null where every layer sees everything.</summary>
    public SlidingWindow? SlidingWindow { get; init; }

    /// <summary>Standard deviation of fresh weights. 0.02 as in GPT-2.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Token that begins a text.</summary>
    public int? BosId { get; init; }

    /// <summary>Tokens that end a text; the first is the one to write.</summary>
    public IReadOnlyList<int> EosIds { get; init; } = [];

    /// <summary>Tokens at which generation stops: those of generation_config.json, or else <see cref="EosIds"/>.</summary>
    public IReadOnlyList<int> StopIds { get => field ?? EosIds; init; }

    /// <summary>Token that fills the rest of a batch.</summary>
    public int? PadId { get; init; }

    /// <summary>Names of a classification head's outputs, "LABEL_0" by default; none for a causal model.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>"regression", "single_label_classification" or "multi_label_classification".</summary>
    public string? ProblemType { get; init; }

    /// <summary>Class names of transformers such as "Qwen3ForSequenceClassification".</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>Type in which weights are stored.</summary>
    public ScalarType Dtype { get; init; } = ScalarType.Float32;

    /// <summary>Whether the folder holds a model with a score head rather than one that continues text.</summary>
    public bool IsClassifier => Architectures.Any(name => name.EndsWith("ForSequenceClassification", StringComparison.Ordinal));

    /// <summary>What config.json held; null for a model that was not read.</summary>
    internal string? Source { get; init; }

    /// <summary>What generation_config.json held, if there was one.</summary>
    internal string? GenerationSource { get; init; }

    /// <summary>How many tokens a position of a layer sees, itself included; null for all before it.</summary>
    public int? WindowOf(int layer) => SlidingWindow is { } window && window.Layers[layer] ? window.Tokens : null;

    /// <summary>Rotary angle per token of each pair of a head's dimensions, in radians. // (HeadDim / 2)</summary>
    public double[] RotaryFrequencies() => [.. Enumerable.Range(0, HeadDim / 2)
        .Select(i => Math.Pow(RopeTheta, -2.0 * i / HeadDim))
        .Select(frequency => RopeScaling?.Stretch(frequency) ?? frequency)];

    /// <summary>The same body with a score head: one output per label, named as transformers names them unless named here.</summary>
    public LanguageConfig AsClassifier(int outputs = 1, IReadOnlyList<string>? labels = null) => this with
    {
        Architectures = [LanguageConfigNames.Class(Family) + "ForSequenceClassification"],
        Labels = labels ?? [.. Enumerable.Range(0, Ensure.Positive(outputs)).Select(i => $"LABEL_{i}")],
    };

    /// <summary>The same body as a model that continues text.</summary>
    public LanguageConfig AsCausal() => this with { Architectures = [LanguageConfigNames.Class(Family) + LanguageConfigNames.Causal(Family)], Labels = [], ProblemType = null };

    /// <summary>Reads config.json of a folder, and the stop tokens of generation_config.json if it is there.</summary>
    /// <exception cref="CheckpointException">A file is missing or malformed, or describes a model that is not known here; the message names the field.</exception>
    public static LanguageConfig Load(string folder) => LanguageConfigReader.Load(folder);

    /// <summary>Reads the text of a config.json.</summary>
    /// <exception cref="CheckpointException">See <see cref="Load"/>.</exception>
    public static LanguageConfig Parse(string json, string name = "config.json") => LanguageConfigReader.Parse(json, name);

    /// <summary>Writes config.json, and generation_config.json where one was read or the model continues text.</summary>
    public void Save(string folder) => LanguageConfigWriter.Save(this, folder);

    /// <summary>The text of config.json.</summary>
    public string ToJson() => LanguageConfigWriter.Config(this);
}
