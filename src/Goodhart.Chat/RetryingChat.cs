using System.Globalization;
using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <param name="Attempts">Most times a request is sent, the first included. [1, ∞)</param>
/// <param name="FirstSeconds">Wait before the second attempt, seconds; it doubles from attempt to attempt.</param>
/// <param name="LongestSeconds">Longest wait, seconds; a server that asks for a longer one is not asked again.</param>
public sealed record RetryOptions(int Attempts = 5, double FirstSeconds = 1, double LongestSeconds = 60);

/// <summary>Asks again where a failure may pass: after the time the server asks for, or else after waits that double, each shortened at random by up to a half.</summary>
/// <remarks>The random part keeps several runs that met the same outage from coming back all at once.</remarks>
/// <param name="inner">The model.</param>
/// <param name="rng">Of the waits.</param>
/// <param name="options">How often and how long.</param>
/// <param name="time">The clock that waits.</param>
/// <param name="progress">Told of every wait, in one line.</param>
public sealed class RetryingChat(IChatClient inner, Generator rng, RetryOptions? options = null, TimeProvider? time = null, IProgress<string>? progress = null) : DelegatingChatClient(inner)
{
    private readonly int attempts = Ensure.Positive((options ??= new()).Attempts, nameof(RetryOptions.Attempts));
    private readonly double first = Ensure.NotNegative(options.FirstSeconds, nameof(RetryOptions.FirstSeconds));
    private readonly double longest = Ensure.NotNegative(options.LongestSeconds, nameof(RetryOptions.LongestSeconds));
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly Lock gate = new();

    /// <inheritdoc/>
    /// <exception cref="ChatException">The last attempt's failure, or one that will not pass.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] dialogue = [.. messages];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await base.GetResponseAsync(dialogue, options, cancellationToken);
            }
            catch (Exception failure) when (attempt < attempts && MayPass(failure, cancellationToken))
            {
                var wait = Wait(attempt, (failure as ChatException)?.RetryAfter);
                progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{failure.Message} Attempt {attempt + 1} of {attempts} in {wait.TotalSeconds:0.0} s."));
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeAnswers.Stream(() => GetResponseAsync(messages, options, cancellationToken), cancellationToken);

    private bool MayPass(Exception failure, CancellationToken cancellation) => !cancellation.IsCancellationRequested && failure switch
    {
        ChatException chat => chat.IsTransient && !(chat.RetryAfter?.TotalSeconds > longest),
        HttpRequestException or TimeoutException or IOException => true,   // of clients that are not ours
        _ => false,
    };

    private TimeSpan Wait(int attempt, TimeSpan? asked)
    {
        double share;
        lock (gate) share = 1 - rng.NextDouble() / 2;
        var doubled = Math.Min(longest, first * Math.Pow(2, attempt - 1)) * share;
        return asked is { } least ? least + TimeSpan.FromSeconds(Math.Min(1, doubled)) : TimeSpan.FromSeconds(doubled);
    }
}
