namespace Goodhart;

/// <summary>Samples that a reward scores together.</summary>
public interface IBatch
{
    /// <summary>Number of samples, and of scores.</summary>
    int Count { get; }
}

/// <summary>A batch of any items, for rewards over things the library has no batch type for.</summary>
public sealed class Batch<T>(IReadOnlyList<T> items) : IBatch
{
    public IReadOnlyList<T> Items { get; } = items;

    public int Count => Items.Count;

    public T this[int index] => Items[index];
}
