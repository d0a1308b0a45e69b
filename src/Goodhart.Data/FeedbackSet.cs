using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Feedback in memory, by kind, with what was met while it was read.</summary>
public sealed class FeedbackSet(IReadOnlyList<FeedbackRow> rows, ReadingLog log)
{
    /// <summary>In the order of the files.</summary>
    public IReadOnlyList<FeedbackRow> Rows => rows;

    public ReadingLog Log => log;

    /// <summary>Comparisons as they were given, without those that rankings imply.</summary>
    public IReadOnlyList<Preference<Exchange>> Preferences { get; } = [.. rows.OfType<PreferenceRow>().Select(row => row.Preference)];

    public IReadOnlyList<Ranking<Exchange>> Rankings { get; } = [.. rows.OfType<RankingRow>().Select(row => row.Ranking)];

    public IReadOnlyList<Rating<Exchange>> Ratings { get; } = [.. rows.OfType<RatingRow>().Select(row => row.Rating)];

    public IReadOnlyList<StepLabels<string>> Steps { get; } = [.. rows.OfType<StepsRow>().Select(row => row.Steps)];

    public IReadOnlyList<SpanLabels<Exchange>> Spans { get; } = [.. rows.OfType<SpansRow>().Select(row => row.Spans)];

    public IReadOnlyList<Demonstration<Exchange>> Demonstrations { get; } = [.. rows.OfType<DemonstrationRow>().Select(row => row.Demonstration)];

    public IReadOnlyList<PromptRow> Prompts { get; } = [.. rows.OfType<PromptRow>()];
}
