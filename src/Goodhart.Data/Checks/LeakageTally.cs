namespace Goodhart.Data;

/// <summary>Rows that another file has too: an evaluation set that shows in a training set, say.</summary>
internal sealed class LeakageTally
{
    private readonly HashSet<ulong> prompts = [], exchanges = [];
    private readonly NearIndex near;
    private readonly Worst examples;
    private readonly DataCheckOptions options;
    private long promptRows, answerRows, nearRows;

    public LeakageTally(IEnumerable<FeedbackRow> other, DataCheckOptions options, CancellationToken cancellation)
    {
        (this.options, near, examples) = (options, new(options.MaxNear), new(options.Worst));
        foreach (var row in DataCheck.Whole(other))
        {
            cancellation.ThrowIfCancellationRequested();
            prompts.Add(row.Prompt);
            foreach (var exchange in row.Exchanges) exchanges.Add(Fingerprint.Of(exchange));
            if (options.Near <= 1) near.Add(row.PromptSignature(), row.AnswerSignature(), row.Place.ToString());
        }
    }

    public bool IsFull => near.IsFull;

    public void Add(WholeRow row)
    {
        // Answers to nothing share the empty prompt, which tells nothing.
        var known = row.Exchanges[0].Prompt.Count > 0 && prompts.Contains(row.Prompt);
        promptRows += known ? 1 : 0;
        if (row.Exchanges.Any(exchange => exchange.Answer.Length > 0 && exchanges.Contains(Fingerprint.Of(exchange))))
        {
            answerRows++;
            examples.Offer(2, () => new(row.Place.ToString(), "its prompt and an answer are there"));
        }
        else if (known) examples.Offer(1, () => new(row.Place.ToString(), "its prompt is there"));
        else if (options.Near <= 1 && near.Find(row.PromptSignature(), row.AnswerSignature(), options.Near) is var (place, similarity))
        {
            nearRows++;
            examples.Offer(0, () => new(row.Place.ToString(), $"nearly {place}: {similarity:P0} of the three-word runs of the answers"));
        }
    }

    public LeakageReport Report() => new(promptRows, answerRows, nearRows, examples.Examples);
}
