namespace Goodhart.Models;

/// <summary>The pairs of tokens that byte-pair encoding joins, and in which order: the pair of lowest rank first, of equal ones the leftmost.</summary>
internal sealed class BpeMerges
{
    private readonly Dictionary<(int Left, int Right), (int Rank, int Joined)> merges;

    private BpeMerges(Dictionary<(int, int), (int, int)> merges) => this.merges = merges;

    /// <summary>Reads model.merges, written as "a b" or as ["a", "b"].</summary>
    public static BpeMerges Read(JsonField field, Vocabulary vocabulary)
    {
        var merges = new Dictionary<(int, int), (int, int)>();
        foreach (var item in field.Items())
        {
            var (left, right) = Pair(item);
            var joined = Id(left + right);
            merges.TryAdd((Id(left), Id(right)), (merges.Count, joined));

            int Id(string token) => vocabulary.TryId(token, out var id) ? id
                : throw new TokenizerException($"{item.File}: {item.Path} joins '{left}' and '{right}', but '{token}' is not in model.vocab.", item.File);
        }

        return new(merges);
    }

    private static (string Left, string Right) Pair(JsonField item)
    {
        string[] parts = item.IsArray ? [.. item.Items().Select(part => part.Text())] : item.IsText ? item.Text().Split(' ') : [];
        return parts is [{ Length: > 0 } left, { Length: > 0 } right] ? (left, right) : throw item.Wrong("two tokens, as \"a b\" or [\"a\", \"b\"]");
    }

    /// <summary>Joins tokens until no pair is left to join.</summary>
    /// <remarks>A queue of pairs over a linked list: n tokens cost n log n, also for a text that is one piece.</remarks>
    /// <param name="symbols">The piece's characters as tokens, with the bytes each covers; shortened in place.</param>
    public void Join(List<(int Id, int Bytes)> symbols)
    {
        var (before, after) = (new int[symbols.Count], new int[symbols.Count]);
        var queue = new PriorityQueue<(int Left, int Joined), (int Rank, int Place)>();
        for (var i = 0; i < symbols.Count; i++) (before[i], after[i]) = (i - 1, i + 1 < symbols.Count ? i + 1 : -1);
        for (var i = 0; i + 1 < symbols.Count; i++) Offer(i);

        while (queue.TryDequeue(out var pair, out _))
        {
            var right = symbols[pair.Left].Bytes < 0 ? -1 : after[pair.Left];
            if (right < 0 || !merges.TryGetValue((symbols[pair.Left].Id, symbols[right].Id), out var merge) || merge.Joined != pair.Joined) continue;
            symbols[pair.Left] = (pair.Joined, symbols[pair.Left].Bytes + symbols[right].Bytes);
            symbols[right] = (0, -1);
            after[pair.Left] = after[right];
            if (after[right] >= 0) before[after[right]] = pair.Left;
            if (before[pair.Left] >= 0) Offer(before[pair.Left]);
            Offer(pair.Left);
        }

        symbols.RemoveAll(symbol => symbol.Bytes < 0);

        void Offer(int left)
        {
            if (after[left] >= 0 && merges.TryGetValue((symbols[left].Id, symbols[after[left]].Id), out var merge)) queue.Enqueue((left, merge.Joined), (merge.Rank, left));
        }
    }
}
