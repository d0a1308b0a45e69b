namespace Goodhart.Worlds.Preferences;

/// <param name="Topics">Kinds of prompts; what a common word is worth depends on them.</param>
/// <param name="Common">Words that answers are made of.</param>
/// <param name="Rare">Words that hardly occur and that nobody wants.</param>
/// <param name="Length">Words of an answer.</param>
/// <param name="RareRate">Probability that a word is a rare one: .01 over 12 words puts one into 11 % of the answers, as in the quirk world.</param>
/// <param name="Habit">Spread of the log-probabilities with which the language likes one word after another; 0 makes all common words alike.</param>
/// <param name="Worth">Standard deviation of the common words' part of the gold.</param>
/// <param name="Penalty">What a rare word costs: 1.2·2·√(2/π), the quirk world's mean.</param>
public sealed record QuirkLanguageOptions(
    int Topics = 4, int Common = 24, int Rare = 40, int Length = 12, double RareRate = 0.01, double Habit = 0.7, double Worth = 1.5, double Penalty = 1.9);

/// <summary>The quirk world in words: answers of a tiny language model whose law is known, with rare words that annotators dislike.</summary>
/// <remarks>
/// The stand-in for a base model is a chain: P(word | word before, topic) ∝ exp(habit), a rare word with RareRate, each alike. An answer's features are its
/// topic, one-hot, and its count of every word: its gold is linear in the counts, with common words worth different things by topic.
/// </remarks>
public sealed class QuirkLanguage : IPreferenceWorld
{
    /// <summary>Token that ends a prompt and begins an answer, and token that ends an answer; topics follow, then common, then rare words.</summary>
    public const int Begin = 0, End = 1;

    private readonly QuirkLanguageOptions options;
    private readonly double[][] next;      // (topic × (words + 1))(words): the last row of a topic begins answers
    private readonly float[][] worth;      // (topic)(words)

    public QuirkLanguage(QuirkLanguageOptions options, Generator rng)
    {
        this.options = options;
        Ensure.Positive(options.Topics);
        Ensure.Positive(options.Common);
        Ensure.Positive(options.Rare);
        Ensure.Positive(options.Length);
        Ensure.InRange(options.RareRate, 0.0, 1 - 1e-9);
        Vocabulary = ["<begin>", "<end>", .. Names("about", options.Topics), .. Names("", options.Common), .. Names("x", options.Rare)];
        next = [.. Enumerable.Range(0, options.Topics * (Words + 1)).Select(_ => Row(rng))];
        worth = [.. Enumerable.Range(0, options.Topics).Select(_ => new float[Words])];
        foreach (var words in worth) rng.Normal(words.AsSpan(0, options.Common));
        var scale = Spread(rng.Fork());
        foreach (var words in worth)
        {
            var (mean, factor) = scale[Array.IndexOf(worth, words)];
            for (var w = 0; w < options.Common; w++) words[w] = (float)((words[w] - mean) * factor);
            words.AsSpan(options.Common).Fill((float)(-options.Penalty));
        }

        Gold = Reward.From<FeatureRows>("gold", (rows, scores) =>
        {
            for (var i = 0; i < scores.Length; i++) scores[i] = LinearScore.Dot(worth[rows[i].IndexOf(1f)], rows[i][options.Topics..]);
        });
    }

    /// <summary>Every token's text; words are separated by spaces.</summary>
    public IReadOnlyList<string> Vocabulary { get; }

    /// <summary>Topic, one-hot, and counts of the words.</summary>
    public int Width => options.Topics + Words;

    /// <summary>Of rows as <see cref="QuirkTexts.Rows"/> gives them.</summary>
    public IReward<FeatureRows> Gold { get; }

    /// <summary>Words of an answer that are rare.</summary>
    public IReward<FeatureRows> RareWords => Reward.Each<FeatureRows>("rare words", (rows, i) => Sum(rows[i][(options.Topics + options.Common)..]));

    private int Words => options.Common + options.Rare;

    FeatureRows IPreferenceWorld.Answers(int prompts, int each, Generator rng) => Texts(prompts, each, rng).Rows;

    /// <summary>Texts of the base model: <paramref name="each"/> answers to every prompt, prompt by prompt.</summary>
    public QuirkTexts Texts(int prompts, int each, Generator rng)
    {
        var answers = new (int Topic, int[] Words)[Ensure.Positive(prompts) * Ensure.Positive(each)];
        for (var p = 0; p < prompts; p++)
        {
            var topic = rng.NextInt(options.Topics);
            for (var k = 0; k < each; k++) answers[p * each + k] = (topic, Answer(topic, rng));
        }

        return new(this, answers);
    }

    /// <summary>log P(answer | topic) of the base model; −∞ for an answer it never gives.</summary>
    /// <param name="topic">In 0 … Topics − 1.</param>
    /// <param name="tokens">The answer's tokens without Begin and End.</param>
    public double LogProbability(int topic, ReadOnlySpan<int> tokens)
    {
        Ensure.InRange(topic, 0, options.Topics - 1);
        if (tokens.Length != options.Length) return double.NegativeInfinity;
        int before = Words, first = 2 + options.Topics;
        var sum = 0.0;
        foreach (var token in tokens)
        {
            var word = token - first;
            if (word < 0 || word >= Words) return double.NegativeInfinity;
            sum += Math.Log(next[topic * (Words + 1) + before][word]);
            before = word;
        }

        return sum;
    }

    internal int Topics => options.Topics;

    internal int Token(int word) => 2 + options.Topics + word;

    private int[] Answer(int topic, Generator rng)
    {
        var words = new int[options.Length];
        for (int i = 0, before = Words; i < words.Length; before = words[i++]) words[i] = rng.Choose(next[topic * (Words + 1) + before]);
        return words;
    }

    private double[] Row(Generator rng)
    {
        var row = new double[Words];
        for (var w = 0; w < options.Common; w++) row[w] = Math.Exp(options.Habit * rng.NextNormal());
        var total = row.Sum() / (1 - options.RareRate);
        for (var w = 0; w < options.Common; w++) row[w] /= total;
        for (var w = options.Common; w < Words; w++) row[w] = options.RareRate / options.Rare;
        return row;
    }

    /// <summary>By topic: mean worth of a common word, and the factor that gives the answers' sums the wanted spread.</summary>
    private (double Mean, double Factor)[] Spread(Generator rng)
    {
        const int answers = 4000;
        return [.. Enumerable.Range(0, options.Topics).Select(topic =>
        {
            double[] sums = new double[answers], counts = new double[answers];
            for (var k = 0; k < answers; k++)
                foreach (var word in Answer(topic, rng).Where(w => w < options.Common)) (sums[k], counts[k]) = (sums[k] + worth[topic][word], counts[k] + 1);
            var mean = sums.Sum() / counts.Sum();
            double[] centred = [.. sums.Zip(counts, (sum, count) => sum - mean * count)];
            return (mean, options.Worth / Math.Max(1e-9, Statistics.Moments.Of(centred).Std));
        })];
    }

    private static float Sum(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values) sum += value;
        return sum;
    }

    private static IEnumerable<string> Names(string prefix, int count)
    {
        const string consonants = "bdfghjklmnprstvwz", vowels = "aeiou";
        for (var i = 0; i < count; i++)
        {
            var (syllable, round) = (i % 85, i / 85);
            yield return $"{prefix}{consonants[syllable % 17]}{vowels[syllable / 17]}{(round == 0 ? "" : round)}";
        }
    }
}
