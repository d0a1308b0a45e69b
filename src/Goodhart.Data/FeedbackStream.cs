using System.Collections;
using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Feedback as it is read: every enumeration reads the files anew, and holds no more than a row of them.</summary>
public sealed class FeedbackStream : IEnumerable<FeedbackRow>
{
    private readonly FeedbackOptions options;
    private readonly Func<Action<RowFault>, IEnumerable<IEnumerable<DataRow>>> open;

    internal FeedbackStream(FeedbackOptions options, Func<Action<RowFault>, IEnumerable<IEnumerable<DataRow>>> open, IReadOnlyList<string> files) =>
        (this.options, this.open, Files) = (options, open, files);

    /// <summary>The files that are read.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>What the latest enumeration has met so far: rows, faults, notes, formats.</summary>
    public ReadingLog Log { get; private set; } = new(FeedbackOptions.Default);

    public IEnumerator<FeedbackRow> GetEnumerator()
    {
        var log = Log = new(options);
        foreach (var file in open(log.Fault))
            foreach (var row in FeedbackRows.Of(file, options, log)) yield return row;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Comparisons, and the decided ones that rankings imply: two right answers of a bench are not compared.</summary>
    public IEnumerable<Preference<Exchange>> Preferences()
    {
        foreach (var row in this)
        {
            if (row is PreferenceRow pair) yield return pair.Preference;
            else if (row is RankingRow ranking)
                foreach (var implied in ranking.Decided()) yield return implied;
        }
    }

    public IEnumerable<Ranking<Exchange>> Rankings() => this.OfType<RankingRow>().Select(row => row.Ranking);

    public IEnumerable<Rating<Exchange>> Ratings() => this.OfType<RatingRow>().Select(row => row.Rating);

    public IEnumerable<StepLabels<string>> Steps() => this.OfType<StepsRow>().Select(row => row.Steps);

    public IEnumerable<SpanLabels<Exchange>> Spans() => this.OfType<SpansRow>().Select(row => row.Spans);

    public IEnumerable<Demonstration<Exchange>> Demonstrations() => this.OfType<DemonstrationRow>().Select(row => row.Demonstration);

    /// <summary>Reads everything into memory.</summary>
    public FeedbackSet ToSet()
    {
        FeedbackRow[] rows = [.. this];
        return new(rows, Log);
    }
}
