using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>One piece of feedback from a file. The cases are those of this file, and no others.</summary>
/// <param name="Id">The row's own identifier, or its number in the file; with a suffix where a row says several things.</param>
/// <param name="Place">Where it stands.</param>
public abstract record FeedbackRow(string Id, RowPlace Place)
{
    private protected static readonly IReadOnlyDictionary<string, string> none = new Dictionary<string, string>();

    /// <summary>What else the row says that matters for reading it: subset, split, models, styles.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = none;

    /// <summary>The answers it speaks of.</summary>
    public abstract IEnumerable<Exchange> Exchanges { get; }

    /// <summary>Who says so.</summary>
    public abstract Origin Origin { get; }
}

/// <summary>Which of two answers is better.</summary>
public sealed record PreferenceRow(string Id, RowPlace Place, Preference<Exchange> Preference) : FeedbackRow(Id, Place)
{
    public override IEnumerable<Exchange> Exchanges => [Preference.First, Preference.Second];

    public override Origin Origin => Preference.Origin;
}

/// <summary>Several answers by rank; one of many is rank 1 for the right ones and 2 for the others.</summary>
public sealed record RankingRow(string Id, RowPlace Place, Ranking<Exchange> Ranking) : FeedbackRow(Id, Place)
{
    /// <summary>What tells the answers apart, such as their style or their model; empty where nothing does. // (Ranking.Items.Count)</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public override IEnumerable<Exchange> Exchanges => Ranking.Items;

    /// <summary>The pairs of different rank.</summary>
    public IEnumerable<Preference<Exchange>> Decided() => Ranking.ToPreferences().Where(pair => pair.Ordered is not null);

    public override Origin Origin => Ranking.Origin;
}

/// <summary>Marks for one answer.</summary>
public sealed record RatingRow(string Id, RowPlace Place, Rating<Exchange> Rating) : FeedbackRow(Id, Place)
{
    public override IEnumerable<Exchange> Exchanges => [Rating.Item];

    public override Origin Origin => Rating.Origin;
}

/// <summary>Labels of the steps of one solution.</summary>
public sealed record StepsRow(string Id, RowPlace Place, StepLabels<string> Steps) : FeedbackRow(Id, Place)
{
    /// <summary>The task with the steps that were taken, a line each.</summary>
    public override IEnumerable<Exchange> Exchanges => [Exchange.Ask(Steps.Task, string.Join('\n', Steps.Steps.Select(s => s.Taken?.Step).Where(s => s is not null)))];

    public override Origin Origin => Steps.Origin;
}

/// <summary>Marked stretches of one answer; positions count UTF-16 characters.</summary>
public sealed record SpansRow(string Id, RowPlace Place, SpanLabels<Exchange> Spans) : FeedbackRow(Id, Place)
{
    public override IEnumerable<Exchange> Exchanges => [Spans.Item];

    public override Origin Origin => Spans.Origin;
}

/// <summary>An answer as it should be.</summary>
public sealed record DemonstrationRow(string Id, RowPlace Place, Demonstration<Exchange> Demonstration) : FeedbackRow(Id, Place)
{
    public override IEnumerable<Exchange> Exchanges => [Demonstration.Item];

    public override Origin Origin => Demonstration.Origin;
}

/// <summary>A task without an answer, to be answered and perhaps checked against a known result.</summary>
/// <param name="Prompt">The task; its answer is empty.</param>
/// <param name="Truth">The known result; null where there is none.</param>
public sealed record PromptRow(string Id, RowPlace Place, IReadOnlyList<Turn> Prompt, string? Truth = null) : FeedbackRow(Id, Place)
{
    public override IEnumerable<Exchange> Exchanges => [new(Prompt, "")];

    public override Origin Origin => Origin.Unknown;
}
