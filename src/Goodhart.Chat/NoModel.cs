using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>Stands where a replay has no model.</summary>
/// <param name="name">The model whose answers are replayed, where it is known.</param>
internal sealed class NoModel(string? name = null) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A replay asks no model.");

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A replay asks no model.");

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        name is not null && serviceKey is null && serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("replay", defaultModelId: name) : null;

    public void Dispose() { }
}
