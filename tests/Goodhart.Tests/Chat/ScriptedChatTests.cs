using Microsoft.Extensions.AI;

namespace Goodhart.Tests;

public sealed class ScriptedChatTests
{
    private static ScriptedChat Numbers(ulong seed = 1) => new(r => $"{r.Last}:{r.Asked}:{r.Rng.NextInt(1_000_000)}", seed);

    [Fact]
    public async Task An_answer_is_written_from_the_real_messages()
    {
        using var chat = new ScriptedChat(r => $"{r.System}|{r.User}|{r.Last}|{r.Answered}|{r.Says("LIFT")}|{r.Options?.Temperature}", seed: 1);
        ChatMessage[] messages = [new(ChatRole.System, "S"), new(ChatRole.User, "lift it"), new(ChatRole.Assistant, "code"), new(ChatRole.User, "again")];
        var response = await chat.GetResponseAsync(messages, new() { Temperature = 0.5f }, TestContext.Current.CancellationToken);
        Assert.Equal("S|lift it\n\nagain|again|code|True|0.5", response.Text);
        Assert.Equal((6L, 9L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));   // four characters a token: 1, 7, 4 and 5 make 1 + 2 + 1 + 2; 36 make 9
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answers_in_any_order_of_different_requests()
    {
        using ScriptedChat one = Numbers(), other = Numbers(), third = Numbers(2);
        string[] first = [await Ask.Text(one, "a"), await Ask.Text(one, "a"), await Ask.Text(one, "b")];
        var b = await Ask.Text(other, "b");
        string[] second = [await Ask.Text(other, "a"), await Ask.Text(other, "a"), b];
        Assert.Equal(first, second);
        Assert.NotEqual(first[0].Replace(":0:", ":1:", StringComparison.Ordinal), first[1]);
        Assert.NotEqual(first[0], await Ask.Text(third, "a"));
        Assert.Equal(3, one.Count);
    }

    [Fact]
    public async Task Options_that_change_an_answer_make_another_request()
    {
        using var chat = new ScriptedChat(r => r.Asked.ToString(), 1);
        Assert.Equal("0", await Ask.Text(chat, "a"));
        Assert.Equal("0", await Ask.Text(chat, "a", temperature: 1));
        Assert.Equal("0", await Ask.Text(chat, "a", seed: 1));
        Assert.Equal("1", await Ask.Text(chat, "a", seed: 1));
    }

    [Fact]
    public async Task It_streams_its_answer_whole()
    {
        using var chat = new ScriptedChat(_ => "hello", 1);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in chat.GetStreamingResponseAsync("x", cancellationToken: TestContext.Current.CancellationToken)) updates.Add(update);
        Assert.Equal("hello", updates.ToChatResponse().Text);
    }
}
