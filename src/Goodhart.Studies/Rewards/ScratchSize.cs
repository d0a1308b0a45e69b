using System.Globalization;
using Goodhart.Models;

namespace Goodhart.Studies.Rewards;

/// <summary>How large a model trained from scratch is: width, depth and heads.</summary>
/// <param name="Hidden">Width; a multiple of twice the heads.</param>
/// <param name="Layers">Depth.</param>
/// <param name="Heads">Attention heads.</param>
public sealed record ScratchSize(int Hidden, int Layers, int Heads)
{
    /// <summary>Sizes by name; "tiny" learns on a laptop in a minute.</summary>
    public static IReadOnlyDictionary<string, ScratchSize> Named { get; } = new Dictionary<string, ScratchSize>
    {
        ["tiny"] = new(64, 2, 2),
        ["small"] = new(128, 4, 4),
        ["medium"] = new(256, 6, 8),
    };

    /// <summary>A name, or width × depth × heads as in 128x4x4.</summary>
    /// <exception cref="ArgumentException">Neither; the message says what is known.</exception>
    public static ScratchSize Parse(string text)
    {
        if (Named.TryGetValue(text, out var named)) return named;
        var parts = text.Split('x');
        if (parts.Length == 3 && parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0))
        {
            int[] sizes = [.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            if (sizes[0] % (2L * sizes[2]) != 0) throw new ArgumentException($"In size '{text}' the width {sizes[0]} must be a multiple of twice the heads, {2L * sizes[2]}.");
            return new(sizes[0], sizes[1], sizes[2]);
        }

        throw new ArgumentException($"'{text}' is no size: expected {string.Join(", ", Named.Keys)}, or width x depth x heads as in 128x4x4.");
    }

    /// <summary>A Qwen3 of this size.</summary>
    public LanguageConfig Config(int vocabulary, int positions) => LanguageConfig.Qwen3(vocabulary, Hidden, Layers, Heads, positions: positions);
}
