using Goodhart.Design;
using Microsoft.Extensions.AI;

namespace Goodhart.Tests;

/// <summary>The real clients over real HTTP, against a server on this machine that speaks OpenAI's chat protocol.</summary>
public sealed class OpenAIProtocolTests
{
    private const string Key = "sk-never-tell";

    private static string Completion(string text) => $$"""
        {"id":"c1","object":"chat.completion","created":1700000000,"model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":{{System.Text.Json.JsonSerializer.Serialize(text)}} },"finish_reason":"stop"}],
         "usage":{"prompt_tokens":11,"completion_tokens":3,"total_tokens":14} }
        """;

    private static IChatClient Client(int port, double seconds = 10) =>
        ChatEndpoint.Parse($"http://127.0.0.1:{port}/v1#m", name => name == ChatEndpoint.KeyVariable ? Key : null).Connect(TimeSpan.FromSeconds(seconds));

    private static async Task<ChatException> Fails(Sent sent, double seconds = 10)
    {
        using var server = new LoopbackServer((_, _) => sent);
        using var client = Client(server.Port, seconds);
        var error = await Assert.ThrowsAsync<ChatException>(() => Ask.Of(client, "hi"));
        Assert.Single(server.Requests);                                          // it asks once: retries are RetryingChat's
        Assert.StartsWith($"Model 'http://127.0.0.1:{server.Port}/v1#m' at http://127.0.0.1:{server.Port}/v1 ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }

    [Fact]
    public async Task An_answer_comes_with_its_usage_and_the_request_says_what_was_asked()
    {
        using var server = new LoopbackServer((_, _) => new(200, Completion("```csharp\ndouble Reward…```")));
        using var client = Client(server.Port);
        var response = await Ask.Of(client, "hi", temperature: 1, seed: 7);
        Assert.Equal(("```csharp\ndouble Reward…```", "m-1", 11L, 3L), (response.Text, response.ModelId, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST /v1/chat/completions HTTP/1.1", "Bearer " + Key), (request.Line, request.Headers["Authorization"]));
        Assert.Equal(("m", 1.0, 7), (request.Json.GetProperty("model").GetString(), request.Json.GetProperty("temperature").GetDouble(), request.Json.GetProperty("seed").GetInt32()));
        Assert.Equal(["system", "user"], request.Json.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()));
        Assert.False(request.Json.TryGetProperty("stream", out var stream) && stream.GetBoolean());
    }

    [Fact]
    public async Task Prose_is_an_answer_that_holds_no_program()
    {
        using var server = new LoopbackServer((_, _) => new(200, Completion("I would rather talk about it.")));
        using var client = Client(server.Port);
        Assert.Null(CodeBlock.Extract((await Ask.Of(client, "hi")).Text).Code);
    }

    [Fact]
    public async Task A_whole_answer_may_be_read_as_a_stream()
    {
        using var server = new LoopbackServer((_, _) => new(200, Completion("hello")));
        using var client = Client(server.Port);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync("x", cancellationToken: TestContext.Current.CancellationToken)) updates.Add(update);
        Assert.Equal("hello", updates.ToChatResponse().Text);
    }

    [Theory]
    [InlineData(429, "{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}", "Retry-After: 7\r\n", ChatFailure.RateLimited, 7.0, "answered 429: slow down.")]
    [InlineData(429, "{\"error\":{\"message\":\"no credit\",\"code\":\"insufficient_quota\"}}", "", ChatFailure.Refused, null, "answered 429: no credit.")]
    [InlineData(500, "{\"error\":\"boom\\nbang\"}", "", ChatFailure.ServerError, null, "answered 500: boom bang.")]
    [InlineData(503, "<html>busy</html>", "Retry-After: soon\r\n", ChatFailure.ServerError, null, "answered 503: <html>busy</html>.")]
    [InlineData(401, "{\"error\":{\"message\":\"Incorrect API key provided: sk-never-tell.\"}}", "", ChatFailure.Refused, null, "answered 401: Incorrect API key provided: ***. Check the key in GOODHART_API_KEY.")]
    [InlineData(404, "{\"error\":{\"message\":\"no such model\",\"code\":null}}", "", ChatFailure.Refused, null, "answered 404: no such model. Check the address and the model's name.")]
    [InlineData(400, "", "", ChatFailure.Refused, null, "answered 400: nothing more.")]
    [InlineData(200, "{\"choices\":[{\"mess", "", ChatFailure.Malformed, null, "answered something else than its protocol (")]
    [InlineData(200, "<html>welcome</html>", "", ChatFailure.Malformed, null, "answered something else than its protocol (")]
    [InlineData(200, "{\"hello\":1}", "", ChatFailure.Malformed, null, "answered ")]
    [InlineData(200, "{\"choices\":[]}", "", ChatFailure.Malformed, null, "answered ")]
    [InlineData(200, "", "", ChatFailure.Malformed, null, "answered ")]
    public async Task A_failure_is_told_in_one_line(int status, string body, string headers, ChatFailure failure, double? retryAfter, string message)
    {
        var error = await Fails(new(status, body, Headers: headers));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((failure, retryAfter), (error.Failure, error.RetryAfter?.TotalSeconds));
        Assert.Equal(failure != ChatFailure.Refused, error.IsTransient);
    }

    [Fact]
    public async Task A_server_without_an_answer_in_time_is_not_waited_for()
    {
        var error = await Fails(new(200, Completion("late"), DelayMs: 5000), seconds: 0.15);
        Assert.Equal(ChatFailure.TimedOut, error.Failure);
        Assert.EndsWith("gave no answer within 0.15 s.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_unreachable() => Assert.Equal(ChatFailure.Unreachable, (await Fails(new(200, null))).Failure);

    [Fact]
    public async Task A_closed_port_is_unreachable_and_says_what_to_look_at()
    {
        using var client = Client(LoopbackServer.ClosedPort());
        var error = await Assert.ThrowsAsync<ChatException>(() => Ask.Of(client, "hi"));
        Assert.Equal(ChatFailure.Unreachable, error.Failure);
        Assert.EndsWith("Is the server running, and the address right?", error.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_no_failure()
    {
        using var server = new LoopbackServer((_, _) => new(200, Completion("late"), DelayMs: 5000));
        using var client = Client(server.Port);
        using var cancel = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("hi", cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task Failures_that_pass_are_asked_again_over_the_wire()
    {
        var clock = new FakeClock();
        using var server = new LoopbackServer((_, n) => n switch
        {
            0 => new(429, "{}", Headers: "Retry-After: 20\r\n"),
            1 => new(500, "{}"),
            2 => new(200, null),
            _ => new(200, Completion("at last")),
        });
        using var client = new RetryingChat(Client(server.Port), new(1), time: clock);
        Assert.Equal("at last", await Ask.Text(client, "hi"));
        Assert.Equal(4, server.Requests.Count);
        Assert.Collection(clock.Waits, w => Assert.InRange(w, 20.5, 21), w => Assert.InRange(w, 1, 2), w => Assert.InRange(w, 2, 4));
    }
}
