using System.Runtime.InteropServices;

namespace Goodhart.Models;

/// <summary>How often each pair of neighbouring tokens occurs within words, kept up to date while pairs are joined.</summary>
/// <remarks>A join only revisits the words that hold its pair, so training costs about as much as the words it changes.</remarks>
internal sealed class PairCounts
{
    private readonly List<(int Count, int[] Tokens)> words = [];
    private readonly Dictionary<(int Left, int Right), long> counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> places = [];
    private readonly PriorityQueue<(int Left, int Right), (long Fewer, int Left, int Right)> queue = new();

    public PairCounts(IEnumerable<(int Count, int[] Tokens)> words)
    {
        foreach (var word in words)
        {
            Count(this.words.Count, word.Tokens, word.Count);
            this.words.Add(word);
        }

        foreach (var (pair, count) in counts) queue.Enqueue(pair, (-count, pair.Left, pair.Right));
    }

    /// <summary>Joins the most frequent pairs, in order, until so many tokens are new or no pair is there twice.</summary>
    /// <param name="most">New tokens at most.</param>
    /// <param name="joined">The token of a joined pair.</param>
    public List<(int Left, int Right)> Join(int most, Func<int, int, int> joined)
    {
        var merges = new List<(int Left, int Right)>();
        while (merges.Count < most && queue.TryDequeue(out var pair, out var key))
        {
            var count = counts.GetValueOrDefault(pair);
            if (count != -key.Fewer)   // the count has changed since it was queued
            {
                if (count > 1) queue.Enqueue(pair, (-count, pair.Left, pair.Right));
                continue;
            }

            if (count < 2) break;
            merges.Add(pair);
            Replace(pair, joined(pair.Left, pair.Right));
        }

        return merges;
    }

    private void Replace((int Left, int Right) pair, int token)
    {
        var grown = new HashSet<(int Left, int Right)>();
        foreach (var place in places[pair].ToList())
        {
            var (count, tokens) = words[place];
            Count(place, tokens, -count);
            var after = Joined(tokens, pair, token);
            Count(place, after, count);
            words[place] = (count, after);
            for (var i = 0; i + 1 < after.Length; i++)
                if (after[i] == token || after[i + 1] == token) grown.Add((after[i], after[i + 1]));
        }

        places.Remove(pair);
        foreach (var next in grown) queue.Enqueue(next, (-counts[next], next.Left, next.Right));
    }

    private void Count(int place, int[] tokens, int count)
    {
        for (var i = 0; i + 1 < tokens.Length; i++)
        {
            var pair = (tokens[i], tokens[i + 1]);
            CollectionsMarshal.GetValueRefOrAddDefault(counts, pair, out _) += count;
            if (count > 0) (CollectionsMarshal.GetValueRefOrAddDefault(places, pair, out _) ??= []).Add(place);
        }
    }

    private static int[] Joined(int[] tokens, (int Left, int Right) pair, int token)
    {
        var after = new List<int>(tokens.Length);
        for (var i = 0; i < tokens.Length; i++)
            if (i + 1 < tokens.Length && tokens[i] == pair.Left && tokens[i + 1] == pair.Right)
            {
                after.Add(token);
                i++;
            }
            else after.Add(tokens[i]);
        return [.. after];
    }
}
