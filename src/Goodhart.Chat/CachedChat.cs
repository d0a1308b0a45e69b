using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>Gives every request one answer: the same request is asked once, however often it comes, and the answer is kept on disk where a file is given.</summary>
/// <remarks>
/// Where <see cref="RecordedChat"/> counts askings, so that a temperature above 0 draws anew, this is for judges, whose verdict on a text should not depend on when it was asked.
/// The file is a transcript of JSON lines that either class reads; a line that was cut off by a kill is dropped, and only its request is asked again. Put it outermost.
/// </remarks>
public sealed class CachedChat : DelegatingChatClient
{
    private readonly Dictionary<string, Task<ChatResponse>> underWay = [];
    private readonly Lock gate = new();
    private readonly Transcript transcript;
    private readonly bool replayOnly;
    private readonly string? asking;
    private ChatUsage usage = new();

    private CachedChat(IChatClient inner, Transcript transcript, bool replayOnly) : base(inner) =>
        (this.transcript, this.replayOnly, asking) = (transcript, replayOnly, inner.GetService<ChatClientMetadata>()?.DefaultModelId);

    /// <summary>Answers from what is known, else asks <paramref name="inner"/> and keeps the answer before giving it.</summary>
    /// <param name="inner">The model.</param>
    /// <param name="path">File that answers are kept in; null keeps them in memory.</param>
    /// <exception cref="InvalidDataException">A line is no recording, or was recorded with another model.</exception>
    public static CachedChat Of(IChatClient inner, string? path = null)
    {
        var chat = new CachedChat(inner, path is null ? Transcript.InMemory() : Transcript.Open(path), replayOnly: false);
        return chat.transcript.Asking.FirstOrDefault(model => model != chat.asking) is not { } other ? chat
            : throw new InvalidDataException($"Transcript '{path}' was recorded with model '{other}', but the model is '{chat.asking}': give it a file of its own.");
    }

    /// <summary>Answers from a file alone, and never calls out.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is no recording.</exception>
    public static CachedChat Replay(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no transcript '{path}'.", path);
        var transcript = Transcript.Read(path);
        return new(new NoModel(transcript.Asking is [var model, ..] ? model : null), transcript, replayOnly: true);
    }

    /// <summary>Requests that were known when they came.</summary>
    public long Hits { get; private set; }

    /// <summary>What the requests that had to be asked used up; the cost is the limits' to count.</summary>
    public ChatUsage Usage
    {
        get
        {
            lock (gate) return usage;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MissingRecordingException">It only replays, and the request was never recorded.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatMessage[] dialogue = [.. messages];
        var key = ChatKey.Of(dialogue, options);
        Task<ChatResponse>? answer;
        var first = new TaskCompletionSource<ChatResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (transcript.Find(key, 0) is { } known)
            {
                Hits++;
                return known.ToResponse();
            }

            if (!underWay.TryGetValue(key, out answer)) underWay[key] = first.Task;
            else Hits++;
        }

        return answer is not null ? await answer.WaitAsync(cancellationToken) : await Ask(key, dialogue, options, first, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeAnswers.Stream(() => GetResponseAsync(messages, options, cancellationToken), cancellationToken);

    private async Task<ChatResponse> Ask(string key, ChatMessage[] dialogue, ChatOptions? options, TaskCompletionSource<ChatResponse> waiting, CancellationToken cancellation)
    {
        try
        {
            if (replayOnly) throw new MissingRecordingException(transcript.Path, key, 0, RecordedChat.Ending(dialogue));
            var response = await base.GetResponseAsync(dialogue, options, cancellation);
            transcript.Add(Recording.Of(key, 0, dialogue, options, asking, response));
            lock (gate)
            {
                usage += new ChatUsage(1, response.Usage?.InputTokenCount ?? 0, response.Usage?.OutputTokenCount ?? 0);
                underWay.Remove(key);
            }

            waiting.SetResult(response);
            return response;
        }
        catch (Exception failure)
        {
            lock (gate) underWay.Remove(key);
            waiting.SetException(failure);
            _ = waiting.Task.Exception;   // observed: there may be nobody who waits for it
            throw;
        }
    }
}
