using Microsoft.Extensions.AI;

namespace Goodhart.Tests;

public sealed class ChatSetupTests
{
    private const string Hello = """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":3,"total_tokens":14}}""";

    [Fact]
    public async Task A_model_is_asked_recorded_counted_and_replayed_without_it()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "chat.jsonl");
        ChatSetup setup;
        using (var server = new LoopbackServer((_, n) => n == 0 ? new(503, "busy") : new(200, Hello)))
        {
            setup = new($"http://127.0.0.1:{server.Port}/v1#m", file, Limits: new(Prices: new Dictionary<string, ChatPrice> { ["m"] = new(1, 2) }), Retry: new(FirstSeconds: 0.01));
            using var chat = setup.Open(new(1));
            Assert.Equal("hello", await Ask.Text(chat, "hi"));
            Assert.Equal("hello", await Ask.Text(chat, "hi"));
            Assert.Equal(3, server.Requests.Count);
            Assert.Equal(new ChatUsage(3, 22, 6, 2 * (11 + 3 * 2) / 1e6), chat.GetService<LimitedChat>()!.Usage);   // the failed one counts as a request
        }

        using var replay = (setup with { Model = null, Replay = true }).Open(new(1));
        Assert.Equal("hello", await Ask.Text(replay, "hi"));
        Assert.Null(replay.GetService<LimitedChat>());
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Equal("A replay needs the transcript that it replays.", Assert.Throws<ArgumentException>(() => new ChatSetup(Replay: true).Open(new(1))).Message);
        Assert.StartsWith("A chat needs a model: openai:MODEL", Assert.Throws<ArgumentException>(() => new ChatSetup().Open(new(1))).Message, StringComparison.Ordinal);
        Assert.Contains("TimeoutSeconds must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new ChatSetup("ollama:m", TimeoutSeconds: 0).Open(new(1))).Message, StringComparison.Ordinal);
    }
}
