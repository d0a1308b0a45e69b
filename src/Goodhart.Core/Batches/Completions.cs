namespace Goodhart;

/// <summary>What a language model answered to prompts, with what the data set says about each.</summary>
public sealed class Completions : IBatch
{
    private readonly IReadOnlyDictionary<string, System.Collections.IList> columns;
    private readonly IReadOnlyList<Exchange>? exchanges;

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

    private Completions(IReadOnlyList<Exchange> exchanges, IReadOnlyDictionary<string, System.Collections.IList>? columns)
        : this([.. exchanges.Select(e => e.PromptText)], [.. exchanges.Select(e => e.Answer)], columns: columns) => this.exchanges = exchanges;

    /// <summary>A batch of exchanges; a reward that has a template of its own renders their turns.</summary>
    public static Completions Of(IReadOnlyList<Exchange> exchanges, IReadOnlyDictionary<string, System.Collections.IList>? columns = null) => new(exchanges, columns);

    public IReadOnlyList<string> Prompts { get; }

    public IReadOnlyList<string> Texts { get; }

    public TokenSequences? Tokens { get; }

    public int Count => Texts.Count;

    /// <summary>One sample as an exchange: with its turns where they are known, else as plain text.</summary>
    public Exchange this[int sample] => exchanges?[sample] ?? Exchange.Plain(Prompts[sample], Texts[sample]);

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
