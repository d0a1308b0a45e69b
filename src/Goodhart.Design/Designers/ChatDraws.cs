using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>Draws answers, each paid for once: the n-th answer to a request is looked up before it is asked for.</summary>
/// <remarks>Every draw has a seed of its own (<see cref="ChatOptions.Seed"/>), made from the run's, the request and n: an endpoint that honours seeds answers alike again.</remarks>
internal sealed class ChatDraws(Lineage lineage, ulong seed)
{
    private const int Patience = 10, GivesUp = 20;

    private readonly Dictionary<string, int> drawn = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Draw(ChatAsk ask, int count, CancellationToken cancellation)
    {
        Ensure.Positive(count);
        var key = ask.Key;
        lineage.Add(new LineageEntry.Prompt(key, ask.Role, ask.Model, ask.Temperature, ask.Messages));
        var first = drawn.GetValueOrDefault(key);
        drawn[key] = first + count;
        Fill(ask, key, [.. Enumerable.Range(first, count).Where(draw => Find(key, draw) is null)], cancellation);
        return [.. Enumerable.Range(first, count).Select(draw => Find(key, draw)!.Text)];
    }

    private LineageEntry.Reply? Find(string key, int draw) => lineage.Find<LineageEntry.Reply>($"reply {key} {draw}");

    private void Fill(ChatAsk ask, string key, int[] missing, CancellationToken cancellation)
    {
        var (atOnce, attempts, failed) = (Ensure.Positive(ask.AtOnce), 0, 0);
        while (missing.Length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var chunk = missing[..Math.Min(atOnce, missing.Length)];
            var errors = Task.WhenAll(chunk.Select(draw => Once(ask, key, draw, cancellation))).GetAwaiter().GetResult().OfType<Exception>().ToArray();
            attempts += chunk.Length;
            failed = errors.Length == chunk.Length ? failed + errors.Length : 0;
            if (errors.Length > 0 && (failed >= GivesUp || attempts >= ask.Attempts))
                throw new ChatFailedException($"The {ask.Role} did not answer {errors.Length} of its last {chunk.Length} requests, after {attempts} requests: {errors[0].Message.ReplaceLineEndings(" ")}", errors[0]);
            if (failed >= Patience) atOnce = Math.Max(1, atOnce / 2);
            missing = [.. missing.Where(draw => Find(key, draw) is null)];
        }
    }

    private async Task<Exception?> Once(ChatAsk ask, string key, int draw, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var options = new ChatOptions { Temperature = ask.Temperature, Seed = SeedOf(key, draw) };
            var answer = await ask.Client.GetResponseAsync([.. ask.Messages.Select(m => new ChatMessage(new ChatRole(m.Role), m.Text))], options, cancellation);
            lineage.Add(new LineageEntry.Reply(key, draw, answer.Text, answer.Usage?.InputTokenCount, answer.Usage?.OutputTokenCount, Stopwatch.GetElapsedTime(started).TotalSeconds));
            return null;
        }
        catch (Exception e) when (e is not IOException and not LineageException && !cancellation.IsCancellationRequested)
        {
            return e;
        }
    }

    // 53 bits, positive: endpoints read a seed as a JSON number.
    private long SeedOf(string key, int draw) => (long)(Generator.Derive(seed ^ Convert.ToUInt64(key, 16), (ulong)draw) >> 11);
}
