using Goodhart.Chat;
using Microsoft.Extensions.AI;

namespace Goodhart.Learning.Judges;

/// <summary>A chat model in the judge's seat: asks each thing once, several at once, has what it cannot read repaired, and counts.</summary>
/// <remarks>
/// Every request is cached by its content, so judges that share a seat pay for a verdict once; hand in a <see cref="CachedChat"/> with a file to keep verdicts over a kill.
/// A model that refuses, a limit that is reached and a replay without an answer end the judging; a time-out or an overlong answer is a verdict that is missing.
/// </remarks>
public sealed class ChatJudge
{
    private readonly IChatClient client;
    private readonly CancellationToken cancellation;
    private readonly Lock gate = new();
    private JudgeSummary counted = new(0, 0, 0, 0, 0, 0, new());

    /// <param name="client">The model.</param>
    /// <param name="options">How it is asked.</param>
    /// <param name="name">Its name as an annotator and in messages; the model's own unless given.</param>
    /// <param name="cancellation">Ends the judging.</param>
    public ChatJudge(IChatClient client, JudgeOptions? options = null, string? name = null, CancellationToken cancellation = default)
    {
        this.client = client.GetService<CachedChat>() is null ? CachedChat.Of(client) : client;
        (Options, this.cancellation) = (options ?? new(), cancellation);
        Name = name ?? client.GetService<ChatClientMetadata>()?.DefaultModelId ?? "judge";
    }

    public string Name { get; }

    public JudgeOptions Options { get; }

    /// <summary>Told after every verdict how many there are.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>What it has come to so far.</summary>
    public JudgeSummary Summary
    {
        get
        {
            var cache = client.GetService<CachedChat>();
            var usage = client.GetService<LimitedChat>()?.Usage ?? cache?.Usage ?? new ChatUsage();
            lock (gate) return counted with { FromCache = cache?.Hits ?? 0, Usage = usage };
        }
    }

    /// <summary>Asks for many verdicts, some at once; they come in the order of their numbers.</summary>
    internal Judged<T>[] Each<T>(int count, Func<int, CancellationToken, Task<Judged<T>>> ask)
    {
        var verdicts = new Judged<T>[count];
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Options.AtOnce, CancellationToken = cancellation },
            async (i, token) => verdicts[i] = await ask(i, token)).GetAwaiter().GetResult();
        return verdicts;
    }

    /// <summary>One verdict.</summary>
    /// <param name="prompt">What it is told and asked.</param>
    /// <param name="read">Reads a reply; false where it holds no verdict.</param>
    /// <param name="form">What the last line of a reply must be, for the repair.</param>
    /// <param name="token">Ends it.</param>
    internal async Task<Judged<T>> Ask<T>(JudgePrompt prompt, TryRead<T> read, string form, CancellationToken token)
    {
        List<ChatMessage> dialogue = [new(ChatRole.System, prompt.System), new(ChatRole.User, prompt.User)];
        var verdict = new Judged<T>(default, "", JudgeFault.NoAnswer);
        for (var repair = 0; repair <= Options.Repairs; repair++)
        {
            verdict = await Once(dialogue, read, token);
            if (verdict.Fault != JudgeFault.Unreadable) return Counted(verdict, repair);
            dialogue.Add(new(ChatRole.Assistant, verdict.Reply));
            dialogue.Add(new(ChatRole.User, $"No verdict could be read from that. Reply again, and with nothing but {form}."));
        }

        return Counted(verdict, 0);
    }

    private async Task<Judged<T>> Once<T>(List<ChatMessage> dialogue, TryRead<T> read, CancellationToken token)
    {
        try
        {
            var response = await client.GetResponseAsync(dialogue, new() { Temperature = Options.Temperature, MaxOutputTokens = Options.MostTokens }, token);
            var reply = response.Text;
            if (reply.Length > Options.LongestReply) return new(default, reply[..120], JudgeFault.TooLong);
            return read(reply, out var value) ? new(value, reply) : new(default, reply, JudgeFault.Unreadable);
        }
        catch (ChatException failure) when (failure.Failure != ChatFailure.Refused)
        {
            return new(default, failure.Message, failure.Failure == ChatFailure.TooLong ? JudgeFault.TooLong : JudgeFault.NoAnswer);
        }
    }

    private Judged<T> Counted<T>(Judged<T> verdict, int repairs)
    {
        lock (gate)
        {
            counted = counted with
            {
                Verdicts = counted.Verdicts + 1,
                Repaired = counted.Repaired + (repairs > 0 && verdict.IsReadable ? 1 : 0),
                Unreadable = counted.Unreadable + (verdict.Fault == JudgeFault.Unreadable ? 1 : 0),
                TooLong = counted.TooLong + (verdict.Fault == JudgeFault.TooLong ? 1 : 0),
                NoAnswer = counted.NoAnswer + (verdict.Fault == JudgeFault.NoAnswer ? 1 : 0),
            };
            Progress?.Report(counted.Verdicts);
        }

        return verdict;
    }
}

/// <summary>Reads a verdict out of a reply; false where there is none.</summary>
internal delegate bool TryRead<T>(string reply, out T value);
