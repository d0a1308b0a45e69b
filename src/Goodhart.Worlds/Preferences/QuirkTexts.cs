using Goodhart.Feedback;

namespace Goodhart.Worlds.Preferences;

/// <summary>Answers in a quirk language: as text, as tokens and as rows of counts, in one order.</summary>
public sealed class QuirkTexts
{
    private readonly QuirkLanguage language;
    private readonly IReadOnlyList<(int Topic, int[] Words)> answers;
    private IReadOnlyList<Exchange>? exchanges;

    internal QuirkTexts(QuirkLanguage language, IReadOnlyList<(int Topic, int[] Words)> answers)
    {
        (this.language, this.answers) = (language, answers);
        var values = new float[answers.Count * language.Width];
        for (var i = 0; i < answers.Count; i++)
        {
            var row = values.AsSpan(i * language.Width, language.Width);
            row[answers[i].Topic] = 1;
            foreach (var word in answers[i].Words) row[language.Topics + word]++;
        }

        Rows = new(values, language.Width);
    }

    public int Count => answers.Count;

    /// <summary>What annotators see and the gold scores. // (Count)</summary>
    public FeatureRows Rows { get; }

    /// <summary>Plain texts: the topic's word, then the answer. // (Count)</summary>
    public IReadOnlyList<Exchange> Exchanges => exchanges ??=
        [.. answers.Select(a => Exchange.Plain(language.Vocabulary[2 + a.Topic], string.Join(' ', a.Words.Select(w => language.Vocabulary[language.Token(w)]))))];

    /// <summary>Topic, Begin, the answer's words, End. // (words + 3)</summary>
    public int[] Tokens(int text) => [2 + answers[text].Topic, QuirkLanguage.Begin, .. answers[text].Words.Select(language.Token), QuirkLanguage.End];

    /// <summary>log P of the text's answer under the base model.</summary>
    public double LogProbability(int text) => language.LogProbability(answers[text].Topic, [.. answers[text].Words.Select(language.Token)]);

    /// <summary>Texts 0 and 1, 2 and 3, … as pairs to be judged; they must answer one prompt each, as with two answers to every prompt.</summary>
    public Comparisons Pairs()
    {
        if (Count % 2 != 0) throw new ArgumentException($"{Count} texts do not pair up.");
        int[] even = [.. Enumerable.Range(0, Count / 2).Select(i => 2 * i)];
        return new(Rows.At(even), Rows.At([.. even.Select(i => i + 1)]), language.Gold);
    }

    /// <summary>Labels of these texts' <see cref="Pairs"/> as preferences between the texts.</summary>
    public IReadOnlyList<Preference<Exchange>> Preferences(Annotations labels) => Preferences(labels, i => Exchanges[i]);

    /// <summary>Labels of these texts' <see cref="Pairs"/> as preferences between what stands for each text, such as its tokens.</summary>
    public IReadOnlyList<Preference<T>> Preferences<T>(Annotations labels, Func<int, T> of)
    {
        Ensure.SameLength(labels.Count, Count / 2);
        return [.. labels.Preferences.Select((p, i) => new Preference<T>(of(2 * i), of(2 * i + 1), p.Choice) { Strength = p.Strength, Origin = p.Origin })];
    }
}
