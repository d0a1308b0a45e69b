
namespace Goodhart.Tests;

public sealed class RetryingChatTests
{
    private static ScriptedChat Failing(int times, Func<Exception> failure)
    {
        var left = times;
        return new(_ => left-- > 0 ? throw failure() : "fine", 1);
    }

    private static ChatException Busy(double? after = null) => new(ChatFailure.RateLimited, "Busy.", after is { } s ? TimeSpan.FromSeconds(s) : null);

    [Fact]
    public async Task Waits_double_and_are_shortened_by_up_to_a_half()
    {
        var clock = new FakeClock();
        using var chat = new RetryingChat(Failing(6, () => new TimeoutException()), new(1), new(Attempts: 7, FirstSeconds: 2, LongestSeconds: 10), clock);
        Assert.Equal("fine", await Ask.Text(chat, "a"));
        double[] longest = [2, 4, 8, 10, 10, 10];                     // 2·2^k, but at most 10
        Assert.Equal(6, clock.Waits.Count);
        Assert.All(clock.Waits.Zip(longest), pair => Assert.InRange(pair.First, pair.Second / 2, pair.Second));
        var again = new FakeClock();
        using var same = new RetryingChat(Failing(6, () => new TimeoutException()), new(1), new(Attempts: 7, FirstSeconds: 2, LongestSeconds: 10), again);
        await Ask.Of(same, "a");
        Assert.Equal(clock.Waits, again.Waits);
    }

    [Fact]
    public async Task A_server_that_names_a_time_gets_it()
    {
        var (clock, said) = (new FakeClock(), new List<string>());
        using var chat = new RetryingChat(Failing(1, () => Busy(30)), new(1), time: clock, progress: new Told(said));
        await Ask.Of(chat, "a");
        Assert.InRange(Assert.Single(clock.Waits), 30.5, 31);
        Assert.StartsWith("Busy. Attempt 2 of 5 in 3", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_attempts_failure_is_the_answer()
    {
        using var inner = Failing(9, () => Busy());
        using var chat = new RetryingChat(inner, new(1), new(Attempts: 3), new FakeClock());
        Assert.Equal(ChatFailure.RateLimited, (await Assert.ThrowsAsync<ChatException>(() => Ask.Of(chat, "a"))).Failure);
        Assert.Equal(3, inner.Count);
    }

    public static TheoryData<Exception> Final => [new ChatException(ChatFailure.Refused, "No."), Busy(61), new ChatLimitException("tokens", "x", new()), new InvalidOperationException(), new OperationCanceledException()];

    [Theory]
    [MemberData(nameof(Final))]
    public async Task What_will_not_pass_is_not_asked_again(Exception failure)
    {
        using var inner = Failing(9, () => failure);
        using var chat = new RetryingChat(inner, new(1), time: new FakeClock());
        Assert.Same(failure, await Assert.ThrowsAnyAsync<Exception>(() => Ask.Of(chat, "a")));
        Assert.Equal(1, inner.Count);
    }

    [Fact]
    public void Fewer_than_one_attempt_is_refused() =>
        Assert.Contains("Attempts must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new RetryingChat(Failing(0, () => Busy()), new(1), new(Attempts: 0))).Message, StringComparison.Ordinal);

    private sealed class Told(List<string> said) : IProgress<string>
    {
        public void Report(string value) => said.Add(value);
    }
}
