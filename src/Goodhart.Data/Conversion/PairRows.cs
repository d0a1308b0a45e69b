using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Makes pairs of rankings, and of ratings of answers to the same prompt that stand one after another.</summary>
internal static class PairRows
{
    public static IEnumerable<FeedbackRow> Of(IEnumerable<FeedbackRow> rows, ConversionTally tally)
    {
        List<RatingRow> rated = [];
        foreach (var row in rows)
        {
            if (rated.Count > 0 && !(row is RatingRow next && next.Rating.Item.Prompt.SequenceEqual(rated[0].Rating.Item.Prompt)))
                foreach (var pair in Compare(rated, tally)) yield return pair;
            switch (row)
            {
                case RatingRow rating: rated.Add(rating); break;
                case RankingRow ranking:
                    foreach (var pair in ranking.Decided()) yield return new PreferenceRow(row.Id, row.Place, pair) { Tags = row.Tags };
                    break;
                default: yield return row; break;
            }
        }

        foreach (var pair in Compare(rated, tally)) yield return pair;
    }

    /// <summary>All pairs of a prompt's answers; the list is empty afterwards.</summary>
    private static List<PreferenceRow> Compare(List<RatingRow> rated, ConversionTally tally)
    {
        List<PreferenceRow> pairs = [];
        (RatingRow Row, double Share)[] marked = [.. rated.Select(row => (row, Share: tally.Share(row))).Where(found => found.Share is not null).Select(found => (found.row, found.Share!.Value))];
        for (var i = marked.Length; i < rated.Count; i++) tally.Drop("ratings without a mark");
        if (marked.Length == 1) tally.Drop("ratings without another answer to the same prompt beside them");
        for (var i = 0; i < marked.Length; i++)
            for (var j = i + 1; j < marked.Length; j++)
                if (Pair(marked[i], marked[j], tally) is { } pair) pairs.Add(pair);
        rated.Clear();
        return pairs;
    }

    private static PreferenceRow? Pair((RatingRow Row, double Share) a, (RatingRow Row, double Share) b, ConversionTally tally)
    {
        if (a.Row.Rating.Item == b.Row.Rating.Item)
        {
            tally.Drop("pairs of the same answer");
            return null;
        }

        var choice = a.Share > b.Share ? Choice.First : a.Share < b.Share ? Choice.Second : Choice.Tie;
        return new(a.Row.Id, a.Row.Place, new Preference<Exchange>(a.Row.Rating.Item, b.Row.Rating.Item, choice) { Origin = a.Row.Origin }) { Tags = a.Row.Tags };
    }
}
