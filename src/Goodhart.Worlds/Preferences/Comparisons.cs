namespace Goodhart.Worlds.Preferences;

/// <summary>Pairs of answers to put to annotators, with the gold difference that only the world and its tests know.</summary>
public sealed class Comparisons
{
    private readonly int[] tags;

    /// <param name="first">First answers. // (Count)</param>
    /// <param name="second">Second answers to the same prompts. // (Count)</param>
    /// <param name="gold">What is really wanted.</param>
    public Comparisons(FeatureRows first, FeatureRows second, IReward<FeatureRows> gold) : this(first, second, gold, new int[first.Count]) { }

    private Comparisons(FeatureRows first, FeatureRows second, IReward<FeatureRows> gold, int[] tags)
    {
        if (first.Count != second.Count) throw new ArgumentException($"There are {first.Count} first and {second.Count} second answers; expected as many.");
        (First, Second, Gold, this.tags) = (first, second, gold, tags);
        Gap = GapBy(gold);
    }

    public FeatureRows First { get; }

    public FeatureRows Second { get; }

    public int Count => First.Count;

    /// <summary>gold(second) − gold(first). // (Count)</summary>
    public IReadOnlyList<float> Gap { get; }

    internal IReward<FeatureRows> Gold { get; }

    /// <summary>Whether a pair carries a tag: a property of its prompt, such as its subject, that annotators may be good or bad at.</summary>
    public bool HasTag(int pair, int tag) => (tags[pair] >> tag & 1) != 0;

    /// <summary>The same pairs, each carrying each of <paramref name="count"/> tags with probability <paramref name="rate"/>, independently.</summary>
    public Comparisons Tagged(int count, double rate, Generator rng)
    {
        Ensure.InRange(count, 1, 31);
        Ensure.InRange(rate, 0.0, 1.0);
        var drawn = new int[Count];
        for (var i = 0; i < drawn.Length; i++)
            for (var t = 0; t < count; t++)
                if (rng.NextDouble() < rate) drawn[i] |= 1 << t;
        return new(First, Second, Gold, drawn);
    }

    /// <summary>The pairs at the given places, in that order.</summary>
    public Comparisons At(params IReadOnlyList<int> places) => new(First.At(places), Second.At(places), Gold, [.. places.Select(i => tags[i])]);

    /// <summary>The pairs whose answers differ in gold.</summary>
    public Comparisons Unequal() => At([.. Enumerable.Range(0, Count).Where(i => Gap[i] != 0)]);

    /// <summary>taste(second) − taste(first). // (Count)</summary>
    internal float[] GapBy(IReward<FeatureRows> taste)
    {
        float[] first = new float[Count], second = new float[Count];
        taste.Evaluate(First, first);
        taste.Evaluate(Second, second);
        for (var i = 0; i < second.Length; i++) second[i] -= first[i];
        return second;
    }

    /// <summary>Share of pairs of unequal gold that a reward orders as the gold does; a pair it scores alike counts ½.</summary>
    public double Accuracy(IReward<FeatureRows> reward)
    {
        var gap = GapBy(reward);
        double right = 0, counted = 0;
        for (var i = 0; i < gap.Length; i++)
        {
            if (Gap[i] == 0) continue;
            right += gap[i] == 0 ? 0.5 : gap[i] > 0 == Gap[i] > 0 ? 1 : 0;
            counted++;
        }

        return right / counted;
    }
}
