namespace Goodhart.Chat;

/// <summary>Why a model did not answer.</summary>
public enum ChatFailure
{
    /// <summary>Nobody listens, or the connection broke.</summary>
    Unreachable,

    /// <summary>No answer within the time limit.</summary>
    TimedOut,

    /// <summary>Too many requests for now (HTTP 429).</summary>
    RateLimited,

    /// <summary>The server failed (HTTP 408 or 5xx).</summary>
    ServerError,

    /// <summary>The request will never be answered as it stands: wrong key, unknown model, no credit, prompt too long.</summary>
    Refused,

    /// <summary>What came back is no answer of the protocol.</summary>
    Malformed,

    /// <summary>The answer did not end within the limit of its size.</summary>
    TooLong,
}

/// <summary>A model did not answer. The message is one line that names the endpoint and what to do; it holds no key.</summary>
public sealed class ChatException(ChatFailure failure, string message, TimeSpan? retryAfter = null, Exception? cause = null) : Exception(message, cause)
{
    public ChatFailure Failure { get; } = failure;

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether the same request may be answered later.</summary>
    public bool IsTransient => Failure is not (ChatFailure.Refused or ChatFailure.TooLong);
}
