using Goodhart.Models;

namespace Goodhart.Tests.Language;

/// <summary>Two layers of every family, with grouped heads where the family has them.</summary>
internal static class TinyModels
{
    public const int Vocabulary = 40;

    public static IEnumerable<TheoryDataRow<string>> Names => ["gpt2", "llama", "qwen2", "qwen3"];

    /// <summary>Fresh weights ten times as wide as usual, so that every part matters to the numbers.</summary>
    public static LanguageConfig Of(string family) => family switch
    {
        "gpt2" => LanguageConfig.Gpt2(Vocabulary, hidden: 16, layers: 2, heads: 4, positions: 64),
        "llama" => LanguageConfig.Llama(Vocabulary, hidden: 16, layers: 2, heads: 4, keyValueHeads: 2, positions: 64, tied: false),
        "qwen2" => LanguageConfig.Qwen2(Vocabulary, hidden: 16, layers: 2, heads: 4, keyValueHeads: 1, positions: 64),
        _ => LanguageConfig.Qwen3(Vocabulary, hidden: 16, layers: 2, heads: 4, keyValueHeads: 2, positions: 64) with { HeadDim = 6 },
    } with
    { InitializerRange = .2 };
}
