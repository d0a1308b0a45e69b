using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>A model with all that stands before it, in the order in which it must stand: transcript, retries, limits, endpoint.</summary>
/// <param name="Model">A name of one of the forms in <see cref="ChatEndpoint.Help"/>; not needed for a replay.</param>
/// <param name="Transcript">File that answers are recorded in and given from; null for none.</param>
/// <param name="Replay">Answer from the transcript alone, and never call out.</param>
/// <param name="Limits">What may be used up; null only counts.</param>
/// <param name="Retry">How often and how long to try again.</param>
/// <param name="TimeoutSeconds">Longest wait for an answer, seconds; a long program takes a while to write.</param>
public sealed record ChatSetup(string? Model = null, string? Transcript = null, bool Replay = false, ChatLimits? Limits = null, RetryOptions? Retry = null, double TimeoutSeconds = 120)
{
    /// <summary>The client. What it used up is <c>client.GetService&lt;LimitedChat&gt;()?.Usage</c>.</summary>
    /// <param name="rng">Of the waits between retries.</param>
    /// <param name="time">The clock; null for the machine's.</param>
    /// <param name="progress">Told of every wait, in one line.</param>
    /// <exception cref="ArgumentException">A part is missing or wrong.</exception>
    public IChatClient Open(Generator rng, TimeProvider? time = null, IProgress<string>? progress = null)
    {
        if (Replay) return RecordedChat.Replay(Transcript ?? throw new ArgumentException("A replay needs the transcript that it replays."));
        var endpoint = ChatEndpoint.Parse(Model ?? throw new ArgumentException($"A chat needs a model: {ChatEndpoint.Help}."));
        var client = new RetryingChat(new LimitedChat(endpoint.Connect(TimeSpan.FromSeconds(Ensure.Positive(TimeoutSeconds)), time), Limits ?? new(), time), rng, Retry, time, progress);
        return Transcript is null ? client : RecordedChat.Record(client, Transcript);
    }
}
