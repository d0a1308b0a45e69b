using Goodhart.Feedback;

namespace Goodhart.Studies.Rewards;

/// <summary>Comparisons of answers with the prompt each belongs to: pairs of one prompt are not independent, so they are held out, and resampled, together.</summary>
public sealed class RewardPairs
{
    private readonly int[] prompt;

    private RewardPairs(IReadOnlyList<Preference<Exchange>> pairs, int[] prompt) => (Pairs, this.prompt, Prompts) = (pairs, prompt, prompt.Distinct().Count());

    public IReadOnlyList<Preference<Exchange>> Pairs { get; }

    /// <summary>A number per prompt, for each pair. // (Pairs.Count)</summary>
    public IReadOnlyList<int> Prompt => prompt;

    /// <summary>How many prompts there are.</summary>
    public int Prompts { get; }

    /// <summary>Pairs in which one answer is better.</summary>
    public int Decided => Pairs.Count(pair => pair.Ordered is not null);

    /// <summary>Comparisons without those that could not be made; a prompt is known by the text of its turns.</summary>
    public static RewardPairs Of(IEnumerable<Preference<Exchange>> preferences)
    {
        Preference<Exchange>[] pairs = [.. preferences.Where(pair => pair.Choice is not Choice.CannotCompare)];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] prompt = new int[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            var key = Key(pairs[i].First);
            if (!known.TryGetValue(key, out prompt[i])) known.Add(key, prompt[i] = known.Count);
        }

        return new(pairs, prompt);
    }

    /// <summary>Holds a share of the prompts out, at least one of them where there are two.</summary>
    /// <param name="share">In [0, 1); 0 holds nothing out.</param>
    /// <param name="rng">Shuffles the prompts.</param>
    public (RewardPairs Train, RewardPairs HeldOut) Split(double share, Generator rng)
    {
        if (!(share is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), $"The held-out share must be in [0, 1), was {share}.");
        if (share == 0 || Prompts < 2) return (this, Where(_ => false));
        var order = Order(rng);
        var held = order.Take(Math.Clamp((int)Math.Round(share * Prompts), 1, Prompts - 1)).ToHashSet();
        return (Where(p => !held.Contains(p)), Where(held.Contains));
    }

    /// <summary>k splits in which every prompt is held out once.</summary>
    /// <param name="folds">From 2 to the number of prompts.</param>
    /// <param name="rng">Shuffles the prompts.</param>
    public IReadOnlyList<(RewardPairs Train, RewardPairs HeldOut)> Folds(int folds, Generator rng)
    {
        Ensure.InRange(folds, 2, Math.Max(2, Prompts));
        var order = Order(rng);
        var foldOf = new Dictionary<int, int>();
        for (var i = 0; i < order.Length; i++) foldOf[order[i]] = i % folds;
        return [.. Enumerable.Range(0, folds).Select(fold => (Where(p => foldOf[p] != fold), Where(p => foldOf[p] == fold)))];
    }

    /// <summary>The pairs of some prompts, in the same order.</summary>
    public RewardPairs Where(Func<int, bool> keeps)
    {
        int[] kept = [.. Enumerable.Range(0, prompt.Length).Where(i => keeps(prompt[i]))];
        return new([.. kept.Select(i => Pairs[i])], [.. kept.Select(i => prompt[i])]);
    }

    private int[] Order(Generator rng)
    {
        int[] order = [.. prompt.Distinct()];
        rng.Shuffle<int>(order);
        return order;
    }

    private static string Key(Exchange exchange) => string.Join('\u001e', exchange.Prompt.Select(turn => $"{turn.Role}\u001f{turn.Text}"));
}
