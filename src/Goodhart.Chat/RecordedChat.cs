using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>Answers from a transcript of JSON lines what it has answered before, so that a run can be repeated, resumed and tested without paying for it again.</summary>
/// <remarks>
/// A request is known by the hash of its messages and options. The same request asked n times is n recordings, replayed in their order; to sample several answers at once
/// in a repeatable order give each request its own <see cref="ChatOptions.Seed"/>. Put it outermost, so that failures that are tried again are not recorded.
/// </remarks>
public sealed class RecordedChat : DelegatingChatClient
{
    private readonly Transcript transcript;
    private readonly bool replayOnly;
    private readonly string? asking;

    private RecordedChat(IChatClient inner, Transcript transcript, bool replayOnly) : base(inner) =>
        (this.transcript, this.replayOnly, asking) = (transcript, replayOnly, inner.GetService<ChatClientMetadata>()?.DefaultModelId);

    /// <summary>Answers from the transcript where it can, else asks <paramref name="inner"/> and writes the answer down before giving it.</summary>
    /// <param name="inner">The model.</param>
    /// <param name="path">The transcript; made if it does not exist. A last line that was cut off is dropped.</param>
    /// <exception cref="InvalidDataException">A line is no recording, or was recorded with another model.</exception>
    public static RecordedChat Record(IChatClient inner, string path)
    {
        var chat = new RecordedChat(inner, Transcript.Open(path), replayOnly: false);
        return chat.transcript.Asking.FirstOrDefault(model => model != chat.asking) is not { } other ? chat
            : throw new InvalidDataException($"Transcript '{path}' was recorded with model '{other}', but the model is '{chat.asking}': give it a file of its own.");
    }

    /// <summary>Answers from the transcript alone, and never calls out.</summary>
    /// <param name="path">The transcript.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is no recording.</exception>
    public static RecordedChat Replay(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no transcript '{path}'.", path);
        return new(new NoModel(), Transcript.Read(path), replayOnly: true);
    }

    /// <summary>Recordings in the transcript.</summary>
    public int Count => transcript.Count;

    /// <inheritdoc/>
    /// <exception cref="MissingRecordingException">It only replays, and the request was never recorded.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatMessage[] dialogue = [.. messages];
        var key = ChatKey.Of(dialogue, options);
        var asked = transcript.Take(key);
        if (transcript.Find(key, asked) is { } known) return known.ToResponse();
        try
        {
            if (replayOnly) throw new MissingRecordingException(transcript.Path, key, asked, Ending(dialogue));
            var response = await base.GetResponseAsync(dialogue, options, cancellationToken);
            transcript.Add(Recording.Of(key, asked, dialogue, options, asking, response));
            return response;
        }
        catch
        {
            transcript.GiveBack(key, asked);
            throw;
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeAnswers.Stream(() => GetResponseAsync(messages, options, cancellationToken), cancellationToken);

    internal static string Ending(ChatMessage[] dialogue)
    {
        var text = dialogue.Length > 0 ? dialogue[^1].Text.ReplaceLineEndings(" ").Trim() : "";
        return text.Length > 80 ? "…" + text[^80..] : text;
    }
}
