using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>A chat client whose answers a function writes from the real messages: for tests and for pages that need no model and no network.</summary>
/// <remarks>
/// It can show that prompts, extraction, compiling, repair and selection work and what they are worth when the writer has a given skill. It says nothing about the skill of
/// any language model. Answers do not depend on the order in which different requests come, so that requests may run at once.
/// </remarks>
/// <param name="answer">Writes the answer to a request.</param>
/// <param name="seed">Of the generators that requests carry.</param>
/// <param name="name">What it calls itself as a model.</param>
public sealed class ScriptedChat(Func<ScriptedRequest, string> answer, ulong seed, string name = "script") : IChatClient
{
    private readonly Dictionary<string, int> asked = [];
    private readonly Lock gate = new();

    /// <summary>Requests answered so far.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatMessage[] dialogue = [.. messages];
        var key = ChatKey.Of(dialogue, options);
        int before;
        lock (gate)
        {
            Count++;
            before = asked.GetValueOrDefault(key);
            asked[key] = before + 1;
        }

        var rng = new Generator(Generator.Derive(Generator.Derive(seed, Convert.ToUInt64(key, 16)), (ulong)before));
        var text = answer(new(dialogue, options, before, rng));
        var usage = new UsageDetails { InputTokenCount = dialogue.Sum(m => Tokens(m.Text)), OutputTokenCount = Tokens(text) };
        usage.TotalTokenCount = usage.InputTokenCount + usage.OutputTokenCount;
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { ModelId = name, FinishReason = ChatFinishReason.Stop, Usage = usage });
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeAnswers.Stream(() => GetResponseAsync(messages, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("script", defaultModelId: name)
        : serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() { }

    /// <summary>Four characters count as a token, as a rule of thumb for English and code.</summary>
    internal static int Tokens(string text) => (text.Length + 3) / 4;
}
