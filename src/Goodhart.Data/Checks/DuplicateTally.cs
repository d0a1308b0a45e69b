namespace Goodhart.Data;

/// <summary>A row of a file with everything it says, for finding it again.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Prompt">Fingerprint of its prompt.</param>
/// <param name="Exchanges">Its different answers, with their prompt.</param>
/// <param name="Annotators">Fingerprint of who judges; another's judgement of the same answers is no duplicate.</param>
internal sealed record WholeRow(RowPlace Place, ulong Prompt, IReadOnlyList<Exchange> Exchanges, ulong Annotators)
{
    /// <summary>Fingerprint of the prompt with all answers, in any order.</summary>
    public ulong Texts { get; } = Exchanges.Aggregate(0UL, (sum, exchange) => sum + Fingerprint.Of(exchange));

    public uint[] PromptSignature() => MinHash.Of(Exchanges[0].Prompt.Select(turn => turn.Text));

    public uint[] AnswerSignature() => MinHash.Of(Exchanges.Select(exchange => exchange.Answer));

    public static WholeRow Of(IReadOnlyList<FeedbackRow> pieces)
    {
        Exchange[] exchanges = [.. pieces.SelectMany(piece => piece.Exchanges).Distinct()];
        var annotators = pieces.Aggregate(0UL, (sum, piece) => sum + (piece.Origin.Annotator is { } name ? Fingerprint.Of(name) : 0));
        return new(pieces[0].Place, Fingerprint.Of(exchanges[0].Prompt), exchanges, annotators);
    }
}

/// <summary>Rows that say again what an earlier one said.</summary>
/// <param name="options">How alike is near, and how many rows are kept.</param>
internal sealed class DuplicateTally(DataCheckOptions options)
{
    private readonly Dictionary<ulong, RowPlace> seen = [];
    private readonly HashSet<ulong> texts = [];
    private readonly NearIndex near = new(options.MaxNear);
    private readonly Worst examples = new(options.Worst);
    private long exact, nearly;

    public bool IsFull => near.IsFull;

    public void Add(WholeRow row)
    {
        var content = Fingerprint.Mix(row.Texts, row.Annotators);
        if (seen.TryGetValue(content, out var before))
        {
            exact++;
            examples.Offer(1, () => new(row.Place.ToString(), $"has the prompt and answers of {before}"));
            return;
        }

        if (seen.Count < options.MaxItems) seen[content] = row.Place;
        if (!texts.Add(row.Texts) || options.Near > 1) return;
        var (prompt, answers) = (row.PromptSignature(), row.AnswerSignature());
        if (near.Find(prompt, answers, options.Near) is var (earlier, similarity))
        {
            nearly++;
            examples.Offer(0, () => new(row.Place.ToString(), $"nearly {earlier}: {similarity:P0} of the three-word runs of the answers"));
        }

        near.Add(prompt, answers, row.Place.ToString());
    }

    public DuplicateReport Report() => new(exact, nearly, examples.Examples);
}
