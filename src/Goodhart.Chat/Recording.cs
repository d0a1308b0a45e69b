using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>One line of a transcript: a request and its answer.</summary>
/// <param name="Key">Content hash of the request.</param>
/// <param name="Asked">How often exactly this was asked before.</param>
/// <param name="Messages">The request, for people to read; what is no text is named by its kind.</param>
/// <param name="Options">The options that were set.</param>
/// <param name="Reply">The answer's text.</param>
/// <param name="Asking">The model the client asks where a request names none.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="Finish">Why it stopped.</param>
/// <param name="InputTokens">Tokens of the request, where the model tells.</param>
/// <param name="OutputTokens">Tokens of the answer, where the model tells.</param>
internal sealed record Recording(
    string Key, int Asked, IReadOnlyList<RecordedMessage> Messages, IReadOnlyDictionary<string, string> Options, string Reply, string? Asking = null, string? Model = null, string? Finish = null,
    long? InputTokens = null, long? OutputTokens = null)
{
    /// <exception cref="NotSupportedException">The answer holds something else than text.</exception>
    public static Recording Of(string key, int asked, IEnumerable<ChatMessage> messages, ChatOptions? options, string? asking, ChatResponse response)
    {
        var foreign = response.Messages.SelectMany(m => m.Contents).FirstOrDefault(c => c is not (TextContent or TextReasoningContent or UsageContent));
        if (foreign is not null) throw new NotSupportedException($"A transcript records text; the answer to request {key} holds {foreign.GetType().Name}.");
        return new(key, asked, [.. messages.Select(RecordedMessage.Of)], ChatKey.Of(options).ToDictionary(o => o.Name, o => o.Value), response.Text,
            asking, response.ModelId, response.FinishReason?.Value, response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount);
    }

    public ChatResponse ToResponse() => new(new ChatMessage(ChatRole.Assistant, Reply))
    {
        ModelId = Model,
        FinishReason = Finish is null ? null : new ChatFinishReason(Finish),
        Usage = InputTokens is null && OutputTokens is null ? null
            : new() { InputTokenCount = InputTokens, OutputTokenCount = OutputTokens, TotalTokenCount = (InputTokens ?? 0) + (OutputTokens ?? 0) },
    };
}

/// <summary>A message as a transcript shows it.</summary>
internal sealed record RecordedMessage(string Role, string Text)
{
    public static RecordedMessage Of(ChatMessage message) =>
        new(message.Role.Value, string.Concat(message.Contents.Select(c => c is TextContent text ? text.Text : $"[{c.GetType().Name}]")));
}
