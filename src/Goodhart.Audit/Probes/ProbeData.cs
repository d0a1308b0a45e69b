using Goodhart.Data;

namespace Goodhart.Audit.Probes;

/// <summary>What probing needs of a file of feedback: reference answers, and answers with labels for the correlations.</summary>
/// <param name="References">A fair answer per prompt: preferred, best ranked, best marked, or demonstrated.</param>
/// <param name="Answers">All answers, with how good each is said to be where something is said.</param>
public sealed record ProbeData(IReadOnlyList<Exchange> References, IReadOnlyList<(Exchange Answer, double? Label)> Answers)
{
    /// <summary>Collects from rows of feedback.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="prompts">Prompts at most; further ones are passed over.</param>
    public static ProbeData Of(IEnumerable<FeedbackRow> rows, int prompts = 200)
    {
        var answers = new Dictionary<Exchange, (double Sum, int Count)>();
        var byPrompt = new Dictionary<string, List<Exchange>>(StringComparer.Ordinal);
        foreach (var (exchange, label) in rows.SelectMany(Said))
        {
            var prompt = exchange.PromptText;
            if (!byPrompt.TryGetValue(prompt, out var list))
            {
                if (byPrompt.Count == prompts) continue;
                byPrompt[prompt] = list = [];
            }

            if (!answers.TryGetValue(exchange, out var so)) list.Add(exchange);
            answers[exchange] = label is { } value ? (so.Sum + value, so.Count + 1) : so;
        }

        Exchange[] references = [.. byPrompt.Values.Select(list => list.Where(e => e.Answer.Trim().Length > 0).MaxBy(e => Label(e) ?? double.NegativeInfinity)).OfType<Exchange>()];
        return new(references, [.. byPrompt.Values.SelectMany(list => list).Select(e => (e, Label(e)))]);

        double? Label(Exchange exchange) => answers[exchange] is { Count: > 0 } said ? said.Sum / said.Count : null;
    }

    private static IEnumerable<(Exchange Answer, double? Label)> Said(FeedbackRow row) => row switch
    {
        PreferenceRow { Preference: var p } => p.Target is { } second ? [(p.First, 1 - second), (p.Second, second)] : [(p.First, null), (p.Second, null)],
        RankingRow { Ranking: var ranking } => ranking.ToPreferences().SelectMany(p => new (Exchange, double?)[] { (p.First, 1 - p.Target), (p.Second, p.Target) }),
        RatingRow { Rating: var rating } => [(rating.Item, rating.Marks.Values.Average(m => m.Share))],
        DemonstrationRow { Demonstration: var shown } => [(shown.Item, (double?)null)],
        _ => [],
    };
}
