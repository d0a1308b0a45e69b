using Goodhart.Worlds.Preferences;

namespace Goodhart.Tests;

public sealed class QuirkLanguageTests
{
    private static readonly QuirkLanguageOptions tiny = new(Topics: 2, Common: 3, Rare: 2, Length: 2, RareRate: 0.2);

    /// <summary>All 25 answers of two words, as tokens.</summary>
    private static IEnumerable<int[]> Answers => Enumerable.Range(0, 25).Select(i => new[] { 4 + i / 5, 4 + i % 5 });

    [Fact]
    public void LogProbability_OfAllAnswers_SumsToOne()
    {
        var language = new QuirkLanguage(tiny, new(1));
        for (var topic = 0; topic < 2; topic++) Assert.Equal(1, Answers.Sum(answer => Math.Exp(language.LogProbability(topic, answer))), 1e-12);
        Assert.Equal(double.NegativeInfinity, language.LogProbability(0, [4]));
        Assert.Equal(double.NegativeInfinity, language.LogProbability(0, [4, 9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => language.LogProbability(2, [4, 4]));
    }

    [Fact]
    public void Texts_FollowTheLaw()
    {
        const int n = 60_000;
        var language = new QuirkLanguage(tiny, new(2));
        var texts = language.Texts(n, 1, new(3));
        var counts = new Dictionary<(int, int, int), int>();
        for (var i = 0; i < n; i++)
        {
            var ids = texts.Tokens(i);
            var key = (ids[0] - 2, ids[2], ids[3]);
            counts[key] = counts.GetValueOrDefault(key) + 1;
            Assert.Equal(language.LogProbability(ids[0] - 2, ids.AsSpan(2, 2)), texts.LogProbability(i));
        }

        foreach (var topic in (int[])[0, 1])
        {
            foreach (var answer in Answers)
            {
                var p = Math.Exp(language.LogProbability(topic, answer)) / 2;   // topics are alike
                Assert.Equal(p, counts.GetValueOrDefault((topic, answer[0], answer[1])) / (double)n, 4.5 * Math.Sqrt(p * (1 - p) / n));
            }
        }
    }

    [Fact]
    public void RareWords_ComeAtTheirRate_AndCostThePenalty()
    {
        // Twelve words, each rare with .01: 1 − .99¹² = .1136 of the answers hold one, and .12 words are rare on average.
        const int n = 40_000;
        var language = new QuirkLanguage(new(), new(4));
        var rows = language.Texts(n, 1, new(5)).Rows;
        double[] rare = FeaturePreferenceWorldTests.Scores(language.RareWords, rows);
        Assert.Equal(0.1136, rare.Count(r => r > 0) / (double)n, 4 * Math.Sqrt(0.1136 * 0.8864 / n));
        Assert.Equal(0.12, rare.Average(), 4 * Math.Sqrt(0.12 / n));

        var width = language.Width;
        var values = new float[2 * width];
        (values[1], values[width + 1], values[width + 4 + 24 + 7]) = (1, 1, 2);   // topic 1, without words and with the eighth rare word twice
        double[] golds = FeaturePreferenceWorldTests.Scores(language.Gold, new(values, width));
        Assert.Equal([0, -3.8], golds.Select(g => Math.Round(g, 5)));
    }

    [Fact]
    public void Gold_OfCommonWords_HasMeanZeroAndTheWantedSpread_InEveryTopic()
    {
        // Both are fitted on 4000 answers of the world's own: off by 4·1.5·√(1/4000 + 1/n) and 4/√2·√(1/4000 + 1/n) of their size.
        var language = new QuirkLanguage(new(RareRate: 0), new(6));
        var texts = language.Texts(20_000, 1, new(7));
        double[] golds = FeaturePreferenceWorldTests.Scores(language.Gold, texts.Rows);
        foreach (var topic in Enumerable.Range(0, 4))
        {
            double[] own = [.. golds.Where((_, i) => texts.Rows[i][topic] == 1)];
            var (mean, error) = (own.Average(), Math.Sqrt(1 / 4000.0 + 1.0 / own.Length));
            Assert.Equal(0, mean, 4 * 1.5 * error);
            Assert.Equal(1.5, Math.Sqrt(own.Average(g => (g - mean) * (g - mean))), 1.5 * 4 / Math.Sqrt(2) * error);
        }
    }

    [Fact]
    public void Texts_AsTokensRowsAndWords_SayTheSame()
    {
        var language = new QuirkLanguage(new(RareRate: 0.3), new(8));
        var texts = language.Texts(5, 4, new(9));
        Assert.Equal(20, texts.Count);
        Assert.Equal(language.Vocabulary.Count, language.Vocabulary.Distinct().Count());
        for (var i = 0; i < texts.Count; i++)
        {
            var ids = texts.Tokens(i);
            Assert.Equal((15, QuirkLanguage.Begin, QuirkLanguage.End), (ids.Length, ids[1], ids[^1]));
            Assert.Equal(texts.Tokens(i / 4 * 4)[0], ids[0]);   // one topic for a prompt's answers
            var row = new float[language.Width];
            row[ids[0] - 2] = 1;
            foreach (var id in ids[2..^1]) row[id - 2]++;       // words follow the topics in both orders
            Assert.Equal(row, texts.Rows[i].ToArray());
            Assert.Equal(string.Join(' ', ids[2..^1].Select(id => language.Vocabulary[id])), texts.Exchanges[i].Answer);
        }
    }

    [Fact]
    public void Preferences_StandForTheSameTexts()
    {
        var language = new QuirkLanguage(new(), new(10));
        var texts = language.Texts(50, 2, new(11));
        var labels = new Annotator("a").Judge(texts.Pairs(), new(12));
        var preferences = texts.Preferences(labels, i => i);
        double[] golds = FeaturePreferenceWorldTests.Scores(language.Gold, texts.Rows);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal((2 * i, 2 * i + 1), (preferences[i].First, preferences[i].Second));
            Assert.Equal(golds[2 * i + 1] > golds[2 * i] ? 1.0 : 0.0, preferences[i].Target);
        }

        Assert.Throws<ArgumentException>(() => language.Texts(3, 1, new(1)).Pairs());
    }
}
