namespace Goodhart;

/// <summary>What a language model answered to prompts, with what the data set says about each.</summary>
public sealed class Completions : IBatch
{
    private readonly IReadOnlyDictionary<string, System.Collections.IList> columns;

    /// <param name="prompts">One prompt per completion, rendered as the model saw it. // (Count)</param>
    /// <param name="texts">The completions without their prompts. // (Count)</param>
    /// <param name="tokens">The completions as tokens, when they are known.</param>
    /// <param name="columns">Further columns of the data set by name, such as "answer"; each a list of Count values.</param>
    /// <exception cref="ArgumentException">Something is not as long as the prompts.</exception>
    public Completions(IReadOnlyList<string> prompts, IReadOnlyList<string> texts, TokenSequences? tokens = null,
        IReadOnlyDictionary<string, System.Collections.IList>? columns = null)
    {
        (Prompts, Texts, Tokens, this.columns) = (prompts, texts, tokens, columns ?? new Dictionary<string, System.Collections.IList>());
        if (texts.Count != prompts.Count) throw new ArgumentException($"There are {prompts.Count} prompts and {texts.Count} completions; expected one prompt per completion.");
        if (tokens is not null && tokens.Sequences.Count != texts.Count)
            throw new ArgumentException($"There are {texts.Count} completions and {tokens.Sequences.Count} token sequences; expected one per completion.");
        foreach (var (name, values) in this.columns)
            if (values.Count != texts.Count) throw new ArgumentException($"Column '{name}' has {values.Count} values for {texts.Count} completions.");
    }

    public IReadOnlyList<string> Prompts { get; }

    public IReadOnlyList<string> Texts { get; }

    public TokenSequences? Tokens { get; }

    public int Count => Texts.Count;

    /// <summary>Names of the data set's further columns.</summary>
    public IEnumerable<string> ColumnNames => columns.Keys;

    /// <summary>One of the data set's columns. // (Count)</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds another type; the message says what there is.</exception>
    public IReadOnlyList<T> Column<T>(string name)
    {
        if (!columns.TryGetValue(name, out var values))
            throw new ArgumentException($"No column '{name}'. Columns: {(columns.Count == 0 ? "none" : string.Join(", ", columns.Keys))}.", nameof(name));
        return values as IReadOnlyList<T>
            ?? throw new ArgumentException($"Column '{name}' holds {values.GetType().Name}, not a list of {typeof(T).Name}.", nameof(name));
    }
}
