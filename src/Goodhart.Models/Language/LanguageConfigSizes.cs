namespace Goodhart.Models;

public sealed partial record LanguageConfig
{
    /// <summary>A GPT-2 of any size, its MLP four times as wide, its embedding shared.</summary>
    /// <param name="vocabulary">Tokens.</param>
    /// <param name="hidden">Width; a multiple of <paramref name="heads"/>.</param>
    /// <param name="layers">Depth.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="positions">Most tokens of a text.</param>
    public static LanguageConfig Gpt2(int vocabulary, int hidden, int layers, int heads, int positions = 1024)
    {
        RequireMultiple(Ensure.Positive(hidden), Ensure.Positive(heads), nameof(heads));
        return new LanguageConfig
        {
            Family = LanguageFamily.Gpt2,
            VocabularySize = Ensure.Positive(vocabulary),
            Hidden = hidden,
            Layers = Ensure.Positive(layers),
            Heads = heads,
            KeyValueHeads = heads,
            HeadDim = hidden / heads,
            Intermediate = checked(4 * hidden),
            MaxPositions = Ensure.Positive(positions),
            Activation = Nonlinearity.GeluTanh,
            AttentionBias = true,
            AttentionOutputBias = true,
            MlpBias = true,
            TieEmbeddings = true,
        }.AsCausal();
    }

    /// <summary>A Llama of any size.</summary>
    /// <inheritdoc cref="Qwen3"/>
    public static LanguageConfig Llama(int vocabulary, int hidden, int layers, int heads, int? keyValueHeads = null, int? intermediate = null, int positions = 4096, bool tied = true) =>
        Rotary(LanguageFamily.Llama, vocabulary, hidden, layers, heads, keyValueHeads, intermediate, positions, tied) with { NormEpsilon = 1e-5 };

    /// <summary>A Qwen2 of any size.</summary>
    /// <inheritdoc cref="Qwen3"/>
    public static LanguageConfig Qwen2(int vocabulary, int hidden, int layers, int heads, int? keyValueHeads = null, int? intermediate = null, int positions = 4096, bool tied = true) =>
        Rotary(LanguageFamily.Qwen2, vocabulary, hidden, layers, heads, keyValueHeads, intermediate, positions, tied) with { AttentionBias = true };

    /// <summary>A Qwen3 of any size.</summary>
    /// <param name="vocabulary">Tokens.</param>
    /// <param name="hidden">Width; a multiple of twice <paramref name="heads"/>.</param>
    /// <param name="layers">Depth.</param>
    /// <param name="heads">Query heads.</param>
    /// <param name="keyValueHeads">Key and value heads; as many as query heads by default.</param>
    /// <param name="intermediate">Width of the gated MLP; 8/3 of the width rounded up to a multiple of 8 by default, as in Llama (2023).</param>
    /// <param name="positions">Most tokens of a text.</param>
    /// <param name="tied">Whether the embedding is shared with the output, as small models do.</param>
    public static LanguageConfig Qwen3(int vocabulary, int hidden, int layers, int heads, int? keyValueHeads = null, int? intermediate = null, int positions = 4096, bool tied = true) =>
        Rotary(LanguageFamily.Qwen3, vocabulary, hidden, layers, heads, keyValueHeads, intermediate, positions, tied) with { QkNorm = true };

    private static LanguageConfig Rotary(LanguageFamily family, int vocabulary, int hidden, int layers, int heads, int? keys, int? intermediate, int positions, bool tied)
    {
        RequireMultiple(Ensure.Positive(hidden), 2 * Ensure.Positive(heads), nameof(heads));
        RequireMultiple(heads, Ensure.Positive(keys ?? heads), nameof(keys));
        return new LanguageConfig
        {
            Family = family,
            VocabularySize = Ensure.Positive(vocabulary),
            Hidden = hidden,
            Layers = Ensure.Positive(layers),
            Heads = heads,
            KeyValueHeads = keys ?? heads,
            HeadDim = hidden / heads,
            Intermediate = Ensure.Positive(intermediate ?? ((hidden * 8 / 3) + 7) / 8 * 8),
            MaxPositions = Ensure.Positive(positions),
            NormEpsilon = 1e-6,
            TieEmbeddings = tied,
        }.AsCausal();
    }

    private static void RequireMultiple(int whole, int part, string name)
    {
        if (whole % part != 0) throw new ArgumentException($"{whole} must be a multiple of {part}.", name);
    }
}
