using System.Text.Json;

namespace Goodhart.Models;

/// <summary>What a chat template may ask for besides the turns.</summary>
/// <param name="Bos">Spelling of the token that begins a text, for <c>bos_token</c>; null to leave it undefined.</param>
/// <param name="Eos">Spelling of the token that ends a text, for <c>eos_token</c>.</param>
/// <param name="Tools">Tools as a JSON list of schemas, for <c>tools</c>.</param>
/// <param name="Extra">Further variables, such as <c>enable_thinking</c>.</param>
/// <param name="Clock">What <c>strftime_now</c> reads; null for the system's.</param>
public sealed record TemplateInputs(
    string? Bos = null, string? Eos = null, JsonElement? Tools = null, IReadOnlyDictionary<string, JsonElement>? Extra = null, TimeProvider? Clock = null)
{
    /// <summary>A tokenizer's first and last token.</summary>
    public static TemplateInputs Of(TextTokenizer tokenizer) => new(
        tokenizer.BosId is { } bos ? tokenizer.Token(bos) : null, tokenizer.EosId is { } eos ? tokenizer.Token(eos) : null);
}
