using System.ClientModel;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>A model's client with a time limit, whose every failure is a <see cref="ChatException"/>.</summary>
internal sealed class EndpointChat(IChatClient inner, ChatEndpoint endpoint, HttpClient http, TimeSpan timeout, TimeProvider time) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(messages, options, either.Token);
            return response.Messages.Any(m => m.Contents.Count > 0) ? response : throw Failed(ChatFailure.Malformed, "answered without a message");
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception cause) when (limit.IsCancellationRequested)
        {
            throw Failed(ChatFailure.TimedOut, string.Create(CultureInfo.InvariantCulture, $"gave no answer within {timeout.TotalSeconds:0.###} s"), cause: cause);
        }
        catch (Exception cause) when (cause is not ChatException)
        {
            throw Of(cause);
        }
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeAnswers.Stream(() => GetResponseAsync(messages, options, cancellationToken), cancellationToken);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) http.Dispose();
    }

    private ChatException Of(Exception cause) => cause switch
    {
        AggregateException { InnerException: { } first } => Of(first),
        _ when Chain(cause).OfType<AnswerTooLongException>().FirstOrDefault() is { } flood => Failed(ChatFailure.TooLong, flood.Message, cause: cause),
        ClientResultException { Status: > 0 and not (>= 200 and < 300) } answer => Of(answer.Status, answer.GetRawResponse()?.Content?.ToString() ?? "", RetryAfter(answer), answer),
        HttpRequestException { StatusCode: { } status } answer => Of((int)status, answer.Message, null, answer),
        _ when Chain(cause).OfType<HttpRequestException>().Any() || Chain(cause).OfType<IOException>().Any() =>
            Failed(ChatFailure.Unreachable, $"cannot be reached ({Line(Chain(cause).Last().Message)})", cause: cause, remedy: endpoint.Remedy(0)),
        OllamaSharp.Models.Exceptions.OllamaException refused => Failed(ChatFailure.Refused, $"refused: {Line(refused.Message)}", cause: cause),
        _ => Failed(ChatFailure.Malformed, $"answered something else than its protocol ({Line(cause.Message)})", cause: cause),
    };

    private ChatException Of(int status, string body, TimeSpan? retryAfter, Exception cause)
    {
        var (said, code) = Error(body);
        var failure = (HttpStatusCode)status switch
        {
            HttpStatusCode.TooManyRequests => code == "insufficient_quota" ? ChatFailure.Refused : ChatFailure.RateLimited,
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => ChatFailure.ServerError,
            _ => ChatFailure.Refused,
        };
        return Failed(failure, string.Create(CultureInfo.InvariantCulture, $"answered {status}: {said}"), retryAfter, cause, endpoint.Remedy(status));
    }

    /// <summary>OpenAI's {"error": {"message", "code"}}, Ollama's {"error": "…"}, or whatever it says.</summary>
    private static (string Said, string? Code) Error(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error))
            {
                if (error.ValueKind == JsonValueKind.String) return (Line(error.GetString()!), null);
                if (error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String)
                    return (Line(message.GetString()!), error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String ? code.GetString() : null);
            }
        }
        catch (JsonException)
        {
            // Then the body itself is what was said.
        }

        return (body.Trim().Length > 0 ? Line(body) : "nothing more", null);
    }

    private TimeSpan? RetryAfter(ClientResultException answer)
    {
        if (answer.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) is not true || value is null) return null;
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e8) return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > time.GetUtcNow() ? date - time.GetUtcNow() : null;
    }

    private ChatException Failed(ChatFailure failure, string what, TimeSpan? retryAfter = null, Exception? cause = null, string remedy = "") =>
        new(failure, endpoint.WithoutKey($"Model '{endpoint.Name}' at {endpoint.Address} {what}.{remedy}"), retryAfter, endpoint.WithoutKey(cause));

    private static IEnumerable<Exception> Chain(Exception cause)
    {
        for (Exception? e = cause; e is not null; e = e.InnerException) yield return e;
    }

    private static string Line(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return line.Length > 200 ? line[..200] + "…" : line;
    }
}
