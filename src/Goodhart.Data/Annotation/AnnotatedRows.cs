namespace Goodhart.Data;

/// <summary>Combines the judgements of several annotators that stand one after another in a file.</summary>
internal static class AnnotatedRows
{
    /// <param name="rows">Feedback; all but comparisons passes through.</param>
    /// <param name="how">How judgements are combined.</param>
    /// <param name="options">Of the combination.</param>
    /// <param name="silent">Told of every pair whose annotators say nothing together.</param>
    public static IEnumerable<FeedbackRow> Combine(IEnumerable<FeedbackRow> rows, Aggregation how, AggregationOptions? options, Action<FeedbackRow> silent)
    {
        if (how is Aggregation.Keep) return rows;
        return Combined();

        IEnumerable<FeedbackRow> Combined()
        {
            List<PreferenceRow> same = [];
            foreach (var row in rows)
            {
                if (same.Count > 0 && !(row is PreferenceRow next && Same(same[0], next)))
                {
                    if (One(same) is { } one) yield return one;
                    same.Clear();
                }

                if (row is PreferenceRow pair) same.Add(pair);
                else yield return row;
            }

            if (same.Count > 0 && One(same) is { } last) yield return last;
        }

        PreferenceRow? One(List<PreferenceRow> same)
        {
            var combined = AnnotationAggregator.Combine([.. same.Select(row => row.Preference)], how, options);
            if (combined is null) silent(same[0]);
            return combined is null ? null : same[0] with { Preference = combined };
        }
    }

    private static bool Same(PreferenceRow a, PreferenceRow b) => a.Preference.Aspect == b.Preference.Aspect
        && ((a.Preference.First == b.Preference.First && a.Preference.Second == b.Preference.Second) || (a.Preference.First == b.Preference.Second && a.Preference.Second == b.Preference.First));
}
