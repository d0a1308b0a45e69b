using Goodhart.Audit.Cards;
using Goodhart.Data;
using Goodhart.Feedback;

namespace Goodhart.Studies.Rewards;

/// <summary>Feedback files as a reward model is trained on them: comparisons, those that rankings imply, and ratings.</summary>
public sealed class RewardData
{
    private RewardData(IReadOnlyList<string> files, RewardPairs pairs, IReadOnlyList<Rating<Exchange>> ratings, ReadingLog log)
    {
        (Files, Pairs, Ratings, Log) = (files, pairs, ratings, log);
        Attributes = [.. ratings.SelectMany(rating => rating.Marks.Keys).Distinct()];
        Comparable = pairs.Decided > 0 ? pairs : RewardPairs.Of(Implied(ratings, Attributes));
    }

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<string> Files { get; }

    public RewardPairs Pairs { get; }

    public IReadOnlyList<Rating<Exchange>> Ratings { get; }

    /// <summary>What was rated, in the order of its first mark.</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>The comparisons, or where there are none those that ratings of one prompt's answers imply on their first attribute: what Bradley–Terry is fitted to, and accuracy measured on.</summary>
    public RewardPairs Comparable { get; }

    public ReadingLog Log { get; }

    /// <summary>Reads files or folders; the format of each is detected unless the options say it.</summary>
    /// <exception cref="InvalidDataException">Nothing in them can train a reward model; the message says what they hold.</exception>
    public static RewardData Read(IReadOnlyList<string> paths, FeedbackOptions? options = null)
    {
        var stream = FeedbackFile.Read(paths, options);
        var (pairs, ratings, others) = (new List<Preference<Exchange>>(), new List<Rating<Exchange>>(), 0L);
        foreach (var row in stream)
        {
            if (row is PreferenceRow preference) pairs.Add(preference.Preference);
            else if (row is RankingRow ranking) pairs.AddRange(ranking.Ranking.ToPreferences());
            else if (row is RatingRow rating) ratings.Add(rating.Rating);
            else others++;
        }

        var data = new RewardData(stream.Files, RewardPairs.Of(pairs), ratings, stream.Log);
        if (data.Pairs.Decided == 0 && ratings.Count == 0)
            throw new InvalidDataException($"{string.Join(", ", paths)}: no comparison with a better answer and no rating among {stream.Log.Rows} rows ({data.Pairs.Pairs.Count} ties, {others} of other kinds, {stream.Log.FaultCount} not usable); a reward model needs either.");
        return data;
    }

    /// <summary>What the data ask for: comparisons where there are any, else ratings.</summary>
    public IReadOnlyList<RewardStage> Stages => Pairs.Decided > 0 ? [new RewardStage.BradleyTerry()] : [new RewardStage.Regress([])];

    private static IEnumerable<Preference<Exchange>> Implied(IReadOnlyList<Rating<Exchange>> ratings, IReadOnlyList<string> attributes)
    {
        if (attributes.Count == 0) yield break;
        foreach (var prompt in ratings.Where(rating => Mark(rating) is not null).GroupBy(rating => rating.Item.PromptText))
        {
            Rating<Exchange>[] answers = [.. prompt];
            for (var i = 0; i < answers.Length; i++)
                for (var j = i + 1; j < answers.Length; j++)
                    if (answers[i].Item != answers[j].Item) yield return Preference.FromSigned(answers[i].Item, answers[j].Item, Mark(answers[j])!.Value - Mark(answers[i])!.Value);
        }

        double? Mark(Rating<Exchange> rating) => rating.Marks.TryGetValue(attributes[0], out var mark) ? mark.Value : null;
    }

    /// <summary>The same for a card.</summary>
    public CardData ToCard() => new([.. Files.Select(CardFile.Of)], new Dictionary<string, long>
    {
        ["rows"] = Log.Rows,
        ["pairs"] = Pairs.Pairs.Count,
        ["ties"] = Pairs.Pairs.Count - Pairs.Decided,
        ["ratings"] = Ratings.Count,
        ["prompts"] = Pairs.Prompts,
        ["rows not usable"] = Log.FaultCount,
    })
    {
        Format = string.Join(", ", Log.Formats.Values.Distinct()),
    };
}
