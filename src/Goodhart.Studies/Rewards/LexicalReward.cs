namespace Goodhart.Studies.Rewards;

/// <param name="Penalty">λ of ½λ‖w‖² beside the summed loss. 1 as in scikit-learn's logistic regression.</param>
/// <param name="LeastAnswers">Answers in which a word must occur to count.</param>
public sealed record LexicalOptions(double Penalty = 1, int LeastAnswers = 2)
{
    public double Penalty { get; init; } = Ensure.Positive(Penalty);

    public int LeastAnswers { get; init; } = Ensure.Positive(LeastAnswers);
}

/// <summary>What single words tell: a linear score of an answer's TF-IDF vector, fitted to pairs by logistic regression on the difference (Bradley–Terry).</summary>
/// <remarks>r(x) = w·x and P(a over b) = σ(r(a) − r(b)). A reward model that is not above it has learnt no more than words.</remarks>
public sealed class LexicalReward : IReward<Completions>
{
    private readonly Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
    private readonly double[] idf;
    private readonly double[] weights;

    private LexicalReward(RewardPairs pairs, LexicalOptions options)
    {
        string[] answers = [.. pairs.Pairs.SelectMany(pair => new[] { pair.First.Answer, pair.Second.Answer }).Distinct()];
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in answers.SelectMany(answer => Words.Of(answer).Distinct())) seen[word] = seen.GetValueOrDefault(word) + 1;
        var frequent = seen.Where(word => word.Value >= options.LeastAnswers).ToList();
        idf = [.. frequent.Select(word => Math.Log((1.0 + answers.Length) / (1 + word.Value)) + 1)];
        foreach (var (word, _) in frequent) vocabulary.Add(word, vocabulary.Count);
        SparseRow[] differences = [.. pairs.Pairs.Select(pair => pair.Ordered).OfType<(Exchange Preferred, Exchange Rejected)>().Select(pair => Features(pair.Preferred.Answer).Minus(Features(pair.Rejected.Answer)))];
        weights = PairwiseLogistic.Fit(differences, idf.Length, options.Penalty);
    }

    public string Name => "lexical";

    public string Unit => "log odds";

    public IReadOnlyList<IReward<Completions>> Parts => [];

    /// <summary>Words that count, with their weights.</summary>
    public IEnumerable<(string Word, double Weight)> Weights => vocabulary.Select(word => (word.Key, weights[word.Value]));

    public static LexicalReward Learn(RewardPairs pairs, LexicalOptions? options = null) => new(pairs, options ?? new());

    public void Score(Completions batch, Span<float> scores, PartTrace? trace = null)
    {
        for (var i = 0; i < scores.Length; i++) scores[i] = (float)Features(batch.Texts[i]).Dot(weights);
    }

    /// <summary>(1 + ln count)·idf of each known word, of length 1.</summary>
    private SparseRow Features(string text)
    {
        var counts = new SortedDictionary<int, int>();
        foreach (var word in Words.Of(text))
            if (vocabulary.TryGetValue(word, out var column)) counts[column] = counts.GetValueOrDefault(column) + 1;
        int[] columns = [.. counts.Keys];
        double[] values = [.. counts.Select(count => (1 + Math.Log(count.Value)) * idf[count.Key])];
        var norm = Math.Sqrt(values.Sum(value => value * value));
        for (var i = 0; i < values.Length; i++) values[i] /= norm;
        return new(columns, values);
    }
}
