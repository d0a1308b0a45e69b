namespace Goodhart;

/// <summary>Cuts a row of items into consecutive sequences: sequence i holds items <c>Start[i]</c> … <c>Start[i + 1] − 1</c>.</summary>
public sealed class Offsets
{
    private readonly int[] start;

    /// <param name="start">First item of each sequence and the number of items at the end; ascending from 0. // (sequences + 1)</param>
    /// <exception cref="ArgumentException">It does not start at 0 or descends.</exception>
    public Offsets(params int[] start)
    {
        if (start.Length == 0 || start[0] != 0) throw new ArgumentException($"Offsets must start at 0, got [{string.Join(", ", start.Take(3))}].", nameof(start));
        for (var i = 1; i < start.Length; i++)
            if (start[i] < start[i - 1]) throw new ArgumentException($"Offsets must ascend, but sequence {i - 1} runs from {start[i - 1]} to {start[i]}.", nameof(start));
        this.start = start;
    }

    /// <summary>Number of sequences.</summary>
    public int Count => start.Length - 1;

    /// <summary>Number of items in all sequences.</summary>
    public int Total => start[^1];

    /// <summary>The offsets themselves. // (Count + 1)</summary>
    public ReadOnlySpan<int> Start => start;

    /// <summary>Items of one sequence.</summary>
    public Range this[int sequence] => start[sequence]..start[sequence + 1];

    /// <summary>Offsets of sequences with these lengths.</summary>
    public static Offsets FromLengths(params ReadOnlySpan<int> lengths)
    {
        var start = new int[lengths.Length + 1];
        for (var i = 0; i < lengths.Length; i++) start[i + 1] = checked(start[i] + Ensure.NotNegative(lengths[i]));
        return new(start);
    }

    /// <summary>Refuses offsets that do not cover exactly <paramref name="items"/> items, or hold an empty sequence.</summary>
    internal Offsets Covering(int items, string what)
    {
        if (Total != items) throw new ArgumentException($"{what}: offsets end at {Total}, but there are {items} steps.");
        for (var i = 0; i < Count; i++)
            if (start[i] == start[i + 1]) throw new ArgumentException($"{what} {i} is empty; a sequence needs at least one step.");
        return this;
    }
}
