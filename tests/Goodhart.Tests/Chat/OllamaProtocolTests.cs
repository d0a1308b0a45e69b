using Microsoft.Extensions.AI;

namespace Goodhart.Tests;

public sealed class OllamaProtocolTests
{
    private const string Answer = """
        {"model":"coder","created_at":"2030-01-01T00:00:00Z","message":{"role":"assistant","content":"double "},"done":false}
        {"model":"coder","created_at":"2030-01-01T00:00:01Z","message":{"role":"assistant","content":"Reward"},"done":false}
        {"model":"coder","created_at":"2030-01-01T00:00:01Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":2,"total_duration":1,"load_duration":1,"prompt_eval_duration":1,"eval_duration":1}

        """;

    private static IChatClient Client(int port) =>
        ChatEndpoint.Parse("ollama:coder", name => name == ChatEndpoint.OllamaVariable ? $"127.0.0.1:{port}" : null).Connect(TimeSpan.FromSeconds(0.5));

    private static async Task<ChatException> Fails(Sent sent)
    {
        using var server = new LoopbackServer((_, _) => sent);
        using var client = Client(server.Port);
        return await Assert.ThrowsAsync<ChatException>(() => Ask.Of(client, "hi"));
    }

    [Fact]
    public async Task An_answer_in_pieces_is_put_together()
    {
        using var server = new LoopbackServer((_, _) => new(200, Answer, "application/x-ndjson"));
        using var client = Client(server.Port);
        var response = await Ask.Of(client, "hi", temperature: 0);
        Assert.Equal(("double Reward", 5L, 2L), (response.Text, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST /api/chat HTTP/1.1", "coder"), (request.Line, request.Json.GetProperty("model").GetString()));
        Assert.Equal(0, request.Json.GetProperty("options").GetProperty("temperature").GetDouble());
    }

    [Fact]
    public async Task A_model_that_is_not_there_says_how_to_get_it()
    {
        var error = await Fails(new(404, "{\"error\":\"model 'coder' not found\"}"));
        Assert.Equal(ChatFailure.Refused, error.Failure);
        Assert.EndsWith("Try: ollama pull coder", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "{\"error\":\"out of memory\"}", ChatFailure.ServerError)]
    [InlineData(200, "{\"message\":{\"ro", ChatFailure.Malformed)]
    [InlineData(200, "<html>", ChatFailure.Malformed)]
    [InlineData(200, "", ChatFailure.Malformed)]
    public async Task A_failure_is_typed(int status, string body, ChatFailure failure) => Assert.Equal(failure, (await Fails(new(status, body))).Failure);

    [Fact]
    public async Task A_slow_answer_is_not_waited_for() => Assert.Equal(ChatFailure.TimedOut, (await Fails(new(200, Answer, DelayMs: 5000))).Failure);

    [Fact]
    public async Task A_closed_port_says_how_to_start_it()
    {
        using var client = Client(LoopbackServer.ClosedPort());
        var error = await Assert.ThrowsAsync<ChatException>(() => Ask.Of(client, "hi"));
        Assert.Equal(ChatFailure.Unreachable, error.Failure);
        Assert.EndsWith("Is Ollama running? Try: ollama serve", error.Message, StringComparison.Ordinal);
    }
}
