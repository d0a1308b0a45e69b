namespace Goodhart.Models;

/// <summary>How a text is continued. Temperature first, then the most likely, then the mass, as transformers orders them.</summary>
/// <param name="MaxTokens">Most tokens to add; a text also ends where it fills the model's positions.</param>
/// <param name="Temperature">Divides the logits; 0 takes the most likely token always. 1 leaves the model's own distribution.</param>
/// <param name="TopK">Draws from this many most likely tokens; 0 for all.</param>
/// <param name="TopP">Draws from the fewest most likely tokens that hold this share of the probability, in (0, 1]; 1 for all (nucleus sampling, 2020).</param>
/// <param name="Stop">Tokens that end a text; null for those of the model, empty for none.</param>
/// <param name="BatchTexts">Most texts that are continued at once.</param>
public sealed record Sampling(int MaxTokens = 128, double Temperature = 1, int TopK = 0, double TopP = 1, IReadOnlyList<int>? Stop = null, int BatchTexts = 32)
{
    /// <summary>The most likely token always.</summary>
    public static Sampling Greedy { get; } = new(Temperature: 0);

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal Sampling Checked()
    {
        Ensure.Positive(MaxTokens);
        Ensure.NotNegative(Temperature);
        Ensure.NotNegative(TopK);
        Ensure.Positive(TopP);
        Ensure.InRange(TopP, 0, 1);
        Ensure.Positive(BatchTexts);
        return this;
    }
}

/// <summary>What a model added to a text.</summary>
/// <param name="Ids">New tokens, a stop token included.</param>
/// <param name="Stopped">Whether the last one is a stop token; else the text was cut off.</param>
public sealed record Continuation(int[] Ids, bool Stopped);
