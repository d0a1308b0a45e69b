namespace Goodhart.Chat;

/// <summary>What asking a model may use up; null is no limit.</summary>
/// <param name="RequestsPerMinute">Requests within any minute; further ones wait. [1, ∞)</param>
/// <param name="Requests">Requests in all.</param>
/// <param name="Tokens">Tokens in all, read and written.</param>
/// <param name="Cost">Cost in all, by <paramref name="Prices"/>.</param>
/// <param name="Prices">Price by model; needed where the cost is limited, else the cost is only counted.</param>
/// <param name="LongestAnswer">Most tokens of an answer where the request does not say: it is sent along, so that a request's cost is bounded before it is made.</param>
public sealed record ChatLimits(
    int? RequestsPerMinute = null, long? Requests = null, long? Tokens = null, double? Cost = null, IReadOnlyDictionary<string, ChatPrice>? Prices = null, int LongestAnswer = 4096);

/// <summary>What asking a model has used up.</summary>
/// <param name="Requests">Requests made.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Cost">By the prices that were given; 0 without any.</param>
public sealed record ChatUsage(long Requests = 0, long InputTokens = 0, long OutputTokens = 0, double Cost = 0)
{
    public long Tokens => InputTokens + OutputTokens;

    public static ChatUsage operator +(ChatUsage a, ChatUsage b) => new(a.Requests + b.Requests, a.InputTokens + b.InputTokens, a.OutputTokens + b.OutputTokens, a.Cost + b.Cost);

    public static ChatUsage operator -(ChatUsage a, ChatUsage b) => new(a.Requests - b.Requests, a.InputTokens - b.InputTokens, a.OutputTokens - b.OutputTokens, a.Cost - b.Cost);
}

/// <summary>A request was not made because it might have exceeded a limit.</summary>
/// <param name="limit">Requests, Tokens or Cost.</param>
/// <param name="message">One line with the limit, what is used, and what the request might have used.</param>
/// <param name="usage">What was used until then.</param>
public sealed class ChatLimitException(string limit, string message, ChatUsage usage) : InvalidOperationException(message)
{
    public string Limit { get; } = limit;

    public ChatUsage Usage { get; } = usage;
}
