using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Words of config.json and what they stand for here.</summary>
internal static class LanguageConfigNames
{
    public const string Config = "config.json", Generation = "generation_config.json";

    public static readonly IReadOnlyDictionary<string, LanguageFamily> Families = new Dictionary<string, LanguageFamily>
    {
        ["gpt2"] = LanguageFamily.Gpt2,
        ["llama"] = LanguageFamily.Llama,
        ["qwen2"] = LanguageFamily.Qwen2,
        ["qwen3"] = LanguageFamily.Qwen3,
    };

    public static readonly IReadOnlyDictionary<string, Nonlinearity> Activations = new Dictionary<string, Nonlinearity>
    {
        ["gelu_new"] = Nonlinearity.GeluTanh,
        ["gelu_pytorch_tanh"] = Nonlinearity.GeluTanh,
        ["gelu"] = Nonlinearity.Gelu,
        ["silu"] = Nonlinearity.Silu,
        ["swish"] = Nonlinearity.Silu,
        ["relu"] = Nonlinearity.Relu,
    };

    public static readonly IReadOnlyDictionary<string, ScalarType> Types = new Dictionary<string, ScalarType>
    {
        ["float32"] = ScalarType.Float32,
        ["float16"] = ScalarType.Float16,
        ["bfloat16"] = ScalarType.BFloat16,
        ["float64"] = ScalarType.Float64,
    };

    public static readonly IReadOnlyDictionary<string, RopeKind> Ropes = new Dictionary<string, RopeKind>
    {
        ["linear"] = RopeKind.Linear,
        ["llama3"] = RopeKind.Llama3,
    };

    public static string Class(LanguageFamily family) => family switch
    {
        LanguageFamily.Gpt2 => "GPT2",
        LanguageFamily.Llama => "Llama",
        LanguageFamily.Qwen2 => "Qwen2",
        _ => "Qwen3",
    };

    public static string Causal(LanguageFamily family) => family is LanguageFamily.Gpt2 ? "LMHeadModel" : "ForCausalLM";

    public static string Of<T>(IReadOnlyDictionary<string, T> names, T value) => names.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Key;
}
