using Microsoft.Extensions.AI;

namespace Goodhart.Tests;

public sealed class LimitedChatTests
{
    // "You write rewards." is 18 bytes, "a" one: with 8 for each message a request reads at most 35 tokens. The script counts (18 + 3)/4 + 1 = 6, and one for its answer.
    private static ScriptedChat Model => new(_ => "done", 1, "coder");

    private static readonly Dictionary<string, ChatPrice> prices = new() { ["coder"] = new(Input: 1, Output: 4) };

    [Fact]
    public async Task It_counts_requests_tokens_and_cost()
    {
        using var chat = new LimitedChat(Model, new(Prices: prices));
        await Ask.Of(chat, "a");
        await Ask.Of(chat, "a");
        Assert.Equal(new ChatUsage(2, 12, 2, 2 * (6 * 1 + 1 * 4) / 1e6), chat.Usage);
    }

    [Theory]
    [InlineData(135, 1)]          // 35 + 100 for the first; 7 used, and 7 + 135 > 135
    [InlineData(142, 2)]
    [InlineData(141, 1)]
    [InlineData(134, 0)]
    public async Task It_stops_before_tokens_might_be_exceeded(int tokens, int answered)
    {
        using var model = Model;
        using var chat = new LimitedChat(model, new(Tokens: tokens, LongestAnswer: 100));
        for (var i = 0; i < answered; i++) await Ask.Of(chat, "a");
        var error = await Assert.ThrowsAsync<ChatLimitException>(() => Ask.Of(chat, "a"));
        Assert.Equal($"The limit of {tokens} on tokens would be exceeded: {7 * answered} used or under way, and the next request may use 135.", error.Message);
        Assert.Equal(("tokens", 7L * answered, answered), (error.Limit, error.Usage.Tokens, model.Count));
    }

    [Fact]
    public async Task It_stops_before_the_cost_might_be_exceeded()
    {
        using var chat = new LimitedChat(Model, new(Cost: 445e-6, Prices: prices, LongestAnswer: 100));   // a request may cost (35 + 4·100)/10⁶, and costs 10/10⁶
        await Ask.Of(chat, "a");
        await Ask.Of(chat, "a");
        Assert.Equal("cost", (await Assert.ThrowsAsync<ChatLimitException>(() => Ask.Of(chat, "a"))).Limit);
        Assert.Equal(20e-6, chat.Usage.Cost, 1e-12);
    }

    [Fact]
    public async Task A_cost_limit_needs_the_models_price()
    {
        using var chat = new LimitedChat(Model, new(Cost: 1, Prices: new Dictionary<string, ChatPrice> { ["coders"] = new(1, 1) }));
        Assert.Equal("A cost limit needs the price of model 'coder'. Did you mean 'coders'?", (await Assert.ThrowsAsync<ArgumentException>(() => Ask.Of(chat, "a"))).Message);
    }

    [Fact]
    public async Task Requests_wait_for_their_minute()
    {
        var clock = new FakeClock();
        using var chat = new LimitedChat(Model, new(RequestsPerMinute: 2), clock);
        await Ask.Of(chat, "a");
        clock.Pass(20);
        await Ask.Of(chat, "a");
        Assert.Empty(clock.Waits);
        await Ask.Of(chat, "a");                    // at 20 s: the first is 20 s old, so 40 s remain
        Assert.Equal([40.0], clock.Waits);
        await Ask.Of(chat, "a");                    // at 60 s: the second is 40 s old
        Assert.Equal([40.0, 20.0], clock.Waits);
    }

    [Fact]
    public async Task Requests_under_way_count_in_full()
    {
        var hold = new TaskCompletionSource();
        using var chat = new LimitedChat(new Held(Model, hold.Task), new(Tokens: 200, LongestAnswer: 100));
        var first = Ask.Of(chat, "a");
        await Assert.ThrowsAsync<ChatLimitException>(() => Ask.Of(chat, "a"));
        hold.SetResult();
        await first;
        await Ask.Of(chat, "a");
    }

    [Theory]
    [InlineData(ChatFailure.TimedOut, 135)]
    [InlineData(ChatFailure.ServerError, 0)]
    public async Task A_failed_request_counts_where_it_may_be_charged(ChatFailure failure, int tokens)
    {
        using var chat = new LimitedChat(new ScriptedChat(_ => throw new ChatException(failure, "x"), 1), new(LongestAnswer: 100));
        await Assert.ThrowsAsync<ChatException>(() => Ask.Of(chat, "a"));
        Assert.Equal((1L, (long)tokens), (chat.Usage.Requests, chat.Usage.Tokens));
    }

    [Fact]
    public async Task The_longest_answer_is_sent_along_unless_the_request_says()
    {
        var seen = new List<int?>();
        using var chat = new LimitedChat(new ScriptedChat(r => { seen.Add(r.Options!.MaxOutputTokens); return ""; }, 1), new(LongestAnswer: 77));
        await Ask.Of(chat, "a");
        var options = new ChatOptions { MaxOutputTokens = 5 };
        await chat.GetResponseAsync("a", options, TestContext.Current.CancellationToken);
        Assert.Equal([77, 5], seen);
    }

    [Theory]
    [InlineData("gpt-4o-mini=0.15/0.60", "gpt-4o-mini", 0.15, 0.6)]
    [InlineData("a=b=1/2", "a=b", 1.0, 2.0)]
    public void A_price_is_read(string text, string model, double input, double output) => Assert.Equal((model, new ChatPrice(input, output)), ChatPrice.Parse(text));

    [Theory]
    [InlineData("gpt")]
    [InlineData("=1/2")]
    [InlineData("m=1")]
    [InlineData("m=1/x")]
    [InlineData("m=-1/2")]
    public void A_wrong_price_says_what_was_expected(string text) =>
        Assert.StartsWith($"'{text}' is no price: expected MODEL=INPUT/OUTPUT", Assert.Throws<ArgumentException>(() => ChatPrice.Parse(text)).Message, StringComparison.Ordinal);

    private sealed class Held(IChatClient inner, Task until) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await until;
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
