namespace Goodhart.Data;

/// <summary>How many prompts and answers there are, and how often the commonest occurs.</summary>
internal sealed class PromptTally(DataCheckOptions options)
{
    private readonly Dictionary<ulong, int> prompts = [], answers = [];

    public bool IsFull => prompts.Count >= options.MaxItems || answers.Count >= options.MaxItems;

    public void Add(WholeRow row)
    {
        Count(prompts, row.Prompt);
        foreach (var answer in row.Exchanges.Where(exchange => exchange.Answer.Length > 0).Select(exchange => Fingerprint.Of(exchange.Answer)).Distinct()) Count(answers, answer);
    }

    public PromptCounts Report() => new(prompts.Count, prompts.Values.DefaultIfEmpty().Max(), answers.Values.DefaultIfEmpty().Max(), answers.Count);

    private void Count(Dictionary<ulong, int> counts, ulong key)
    {
        if (counts.TryGetValue(key, out var count)) counts[key] = count + 1;
        else if (counts.Count < options.MaxItems) counts[key] = 1;
    }
}
