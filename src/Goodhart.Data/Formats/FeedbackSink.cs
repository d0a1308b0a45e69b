using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Takes what a row says, all of it or, where the row turns out bad, nothing.</summary>
internal sealed class FeedbackSink(ReadingLog log)
{
    private readonly List<FeedbackRow> rows = [];
    private string id = "";
    private IReadOnlyDictionary<string, string>? tags;

    public RowPlace Place { get; private set; }

    /// <summary>Begins a row: its identifier is its field id, its name in the file, or its number.</summary>
    public void At(DataRow row)
    {
        Place = row.Place;
        id = row.FirstOf("id", "_id", "prompt_id", "pair_id", "sample_id", "idx").TextOrNull() ?? row.Key ?? $"{row.Place.Row}";
        tags = null;
    }

    /// <summary>Named things the row's feedback carries besides.</summary>
    public void Tag(string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        var all = tags as Dictionary<string, string> ?? [];
        all[name] = value;
        tags = all;
    }

    /// <exception cref="RowException">Both answers are the same.</exception>
    public void Add(Preference<Exchange> preference, string suffix = "")
    {
        if (preference.First == preference.Second) throw new RowException(new(Place, null, "the two answers are the same"));
        Add(new PreferenceRow(id + suffix, Place, preference));
    }

    public void Add(Ranking<Exchange> ranking, IReadOnlyList<string>? names = null) => Add(new RankingRow(id, Place, ranking) { Names = names ?? [] });

    public void Add(Rating<Exchange> rating, string suffix = "") => Add(new RatingRow(id + suffix, Place, rating));

    public void Add(StepLabels<string> steps) => Add(new StepsRow(id, Place, steps));

    public void Add(SpanLabels<Exchange> spans, string suffix = "") => Add(new SpansRow(id + suffix, Place, spans));

    public void Add(Demonstration<Exchange> demonstration, string suffix = "") => Add(new DemonstrationRow(id + suffix, Place, demonstration));

    public void Add(IReadOnlyList<Turn> prompt, string? truth) => Add(new PromptRow(id, Place, prompt, truth));

    public void Note(string what) => log.Note(what);

    /// <summary>The row cannot be used; what it has said is forgotten.</summary>
    public void Fault(RowFault fault)
    {
        rows.Clear();
        log.Bad(fault);
    }

    /// <summary>What the row said; the sink is empty afterwards.</summary>
    public IReadOnlyList<FeedbackRow> Flush()
    {
        if (rows.Count == 0) return [];
        FeedbackRow[] said = tags is null ? [.. rows] : [.. rows.Select(row => row with { Tags = tags })];
        rows.Clear();
        return said;
    }

    private void Add(FeedbackRow row) => rows.Add(row);
}
