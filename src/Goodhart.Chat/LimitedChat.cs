using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>Counts what asking a model uses up, spaces requests, and stops before a limit is exceeded.</summary>
/// <remarks>
/// A request reserves the most it can use: a token for every byte it says (no tokenizer of bytes writes more), 2,048 for anything that is no text, and its longest answer. What it really used
/// replaces the reservation when it is answered; one that timed out or was cancelled counts in full, since it may be charged. Put it inside <see cref="RetryingChat"/>, so that every attempt counts.
/// </remarks>
/// <param name="inner">The model.</param>
/// <param name="limits">What may be used up.</param>
/// <param name="time">The clock of the requests per minute.</param>
public sealed class LimitedChat(IChatClient inner, ChatLimits limits, TimeProvider? time = null) : DelegatingChatClient(inner)
{
    private static readonly TimeSpan minute = TimeSpan.FromMinutes(1);
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly int perMinute = limits.RequestsPerMinute is { } most ? Ensure.Positive(most, nameof(ChatLimits.RequestsPerMinute)) : int.MaxValue;
    private readonly int longestAnswer = Ensure.Positive(limits.LongestAnswer, nameof(ChatLimits.LongestAnswer));
    private readonly Queue<DateTimeOffset> starts = new();
    private readonly Lock gate = new();
    private ChatUsage used = new(), reserved = new();

    /// <summary>What the requests answered so far have used.</summary>
    public ChatUsage Usage
    {
        get
        {
            lock (gate) return used;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ChatLimitException">It might exceed a limit; nothing was sent.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] dialogue = [.. messages];
        options = options?.Clone() ?? new();
        options.MaxOutputTokens ??= longestAnswer;
        var price = Price(options.ModelId ?? (base.GetService(typeof(ChatClientMetadata), null) as ChatClientMetadata)?.DefaultModelId ?? "");
        var most = Count(Bound(dialogue, options), options.MaxOutputTokens.Value, price);
        Reserve(most);
        var spent = new ChatUsage();
        try
        {
            await Turn(cancellationToken);
            spent = most;
            var response = await base.GetResponseAsync(dialogue, options, cancellationToken);
            spent = Count(response.Usage?.InputTokenCount ?? dialogue.Sum(m => (long)ScriptedChat.Tokens(m.Text)), response.Usage?.OutputTokenCount ?? ScriptedChat.Tokens(response.Text), price);
            return response;
        }
        catch (ChatException failure) when (failure.Failure is not (ChatFailure.TimedOut or ChatFailure.Malformed or ChatFailure.TooLong))
        {
            spent = new(Requests: 1);
            throw;
        }
        finally
        {
            lock (gate) (reserved, used) = (reserved - most, used + spent);
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeAnswers.Stream(() => GetResponseAsync(messages, options, cancellationToken), cancellationToken);

    private static ChatUsage Count(long input, long output, ChatPrice? price) => new(1, input, output, price?.Of(input, output) ?? 0);

    private static long Bound(ChatMessage[] dialogue, ChatOptions options) => Encoding.UTF8.GetByteCount(options.Instructions ?? "")
        + dialogue.Sum(m => 8L + m.Contents.Sum(c => c is TextContent text ? Encoding.UTF8.GetByteCount(text.Text) : 2048L));   // 8: role and separators

    private ChatPrice? Price(string model)
    {
        if (limits.Prices?.GetValueOrDefault(model) is { } price) return price;
        return limits.Cost is null ? null
            : throw new ArgumentException($"A cost limit needs the price of model '{model}'.{Nearest.Hint(model, [.. limits.Prices?.Keys ?? []])}");
    }

    private void Reserve(ChatUsage most)
    {
        lock (gate)
        {
            var all = used + reserved + most;
            Within("requests", all.Requests, limits.Requests, most.Requests);
            Within("tokens", all.Tokens, limits.Tokens, most.Tokens);
            Within("cost", all.Cost, limits.Cost, most.Cost);
            reserved += most;
        }
    }

    private void Within(string what, double all, double? limit, double more)
    {
        if (limit is not { } most || all <= most * (1 + 1e-9)) return;   // sums of prices round
        throw new ChatLimitException(what, string.Create(CultureInfo.InvariantCulture,
            $"The limit of {most:0.######} on {what} would be exceeded: {all - more:0.######} used or under way, and the next request may use {more:0.######}."), used);
    }

    /// <summary>Waits until fewer than the allowed requests have begun within the last minute.</summary>
    private async Task Turn(CancellationToken cancellation)
    {
        while (true)
        {
            TimeSpan wait;
            lock (gate)
            {
                var now = time.GetUtcNow();
                while (starts.Count > 0 && now - starts.Peek() >= minute) starts.Dequeue();
                if (starts.Count < perMinute)
                {
                    starts.Enqueue(now);
                    return;
                }

                wait = minute - (now - starts.Peek());
            }

            await Task.Delay(wait, time, cancellation);
        }
    }
}
