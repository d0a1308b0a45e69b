namespace Goodhart.Models;

/// <summary>Which special token plays which part.</summary>
/// <param name="Bos">Begins a text; null for none.</param>
/// <param name="Eos">Ends a text.</param>
/// <param name="Pad">Fills shorter texts of a batch up.</param>
/// <param name="Unknown">Stands for what the vocabulary cannot spell.</param>
/// <param name="AddsBos">Whether a text gets <paramref name="Bos"/>.</param>
public sealed record TokenRoles(string? Bos = null, string? Eos = null, string? Pad = null, string? Unknown = null, bool AddsBos = false)
{
    /// <summary>Roles by the usual names: &lt;s&gt;, &lt;/s&gt;, &lt;pad&gt;, &lt;unk&gt;, &lt;|endoftext|&gt;, &lt;|im_end|&gt;; a text gets &lt;s&gt; where it is there.</summary>
    public static TokenRoles Of(IReadOnlyList<string> special) => new(
        Named(special, "<s>", "<bos>", "<|begin_of_text|>"), Named(special, "</s>", "<eos>", "<|im_end|>", "<|endoftext|>"),
        Named(special, "<pad>", "<|pad|>", "<|endoftext|>"), Named(special, "<unk>"), Named(special, "<s>", "<bos>", "<|begin_of_text|>") is not null);

    private static string? Named(IReadOnlyList<string> special, params ReadOnlySpan<string> usual)
    {
        foreach (var name in usual)
            if (special.Contains(name)) return name;
        return null;
    }
}
