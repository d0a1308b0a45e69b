namespace Goodhart.Feedback;

/// <summary>Marks for one item by attribute, such as helpfulness 3 of 0 … 4.</summary>
public sealed record Rating<T>
{
    /// <param name="item">What is rated.</param>
    /// <param name="marks">One mark per attribute; at least one attribute.</param>
    /// <exception cref="ArgumentException">There is no attribute.</exception>
    public Rating(T item, IReadOnlyDictionary<string, Mark> marks)
    {
        if (marks.Count == 0) throw new ArgumentException("A rating needs at least one attribute, got none.", nameof(marks));
        (Item, Marks) = (item, marks);
    }

    public T Item { get; }

    public IReadOnlyDictionary<string, Mark> Marks { get; }

    public Origin Origin { get; init; } = Origin.Unknown;

    /// <summary>Mark of one attribute.</summary>
    /// <exception cref="ArgumentException">There is no such attribute; the message lists those there are.</exception>
    public Mark For(string attribute) => Marks.TryGetValue(attribute, out var mark) ? mark
        : throw new ArgumentException($"No attribute '{attribute}'. Attributes: {string.Join(", ", Marks.Keys)}.", nameof(attribute));
}

/// <summary>Ratings with a single attribute.</summary>
public static class Rating
{
    /// <summary>Attribute of a rating that has only one.</summary>
    public const string Overall = "overall";

    /// <summary>One overall mark.</summary>
    public static Rating<T> Of<T>(T item, double value, Scale scale) => new(item, new Dictionary<string, Mark> { [Overall] = new(value, scale) });

    /// <summary>Thumbs up or down (TRL's unpaired preference label).</summary>
    public static Rating<T> Thumb<T>(T item, bool up) => Of(item, up ? 1 : 0, Scale.YesNo);
}
