using Goodhart.Feedback;

namespace Goodhart.Worlds.Preferences;

/// <summary>What annotators said of pairs, as a data set gives it and beside it what only the world knows.</summary>
public sealed class Annotations
{
    private readonly IReadOnlyList<Judgement> labels;
    private readonly IReadOnlyList<Annotator> annotators;
    private IReadOnlyList<Preference<float[]>>? preferences;

    internal Annotations(Comparisons pairs, IReadOnlyList<Judgement> labels, IReadOnlyList<bool> flipped, IReadOnlyList<Annotator> annotators) =>
        (Pairs, this.labels, Flipped, this.annotators) = (pairs, labels, flipped, annotators);

    public Comparisons Pairs { get; }

    public int Count => labels.Count;

    /// <summary>Which labels came out reversed by the annotator's flip rate; a test's truth, never a learner's.</summary>
    public IReadOnlyList<bool> Flipped { get; }

    /// <summary>What the annotations cost.</summary>
    public double Cost => annotators.Sum(a => a.Cost);

    /// <summary>The labels as feedback, in the order of the pairs. // (Count)</summary>
    public IReadOnlyList<Preference<float[]>> Preferences => preferences ??= [.. Enumerable.Range(0, Count).Select(PreferenceAt)];

    /// <summary>Whether a label prefers the answer of lower gold; false for ties.</summary>
    public bool IsWrong(int pair) => labels[pair].Choice switch
    {
        Choice.First => Pairs.Gap[pair] > 0,
        Choice.Second => Pairs.Gap[pair] < 0,
        _ => false,
    };

    /// <summary>Share of the pairs of unequal gold that were labelled with a preference and rightly, among those labelled with a preference.</summary>
    public double Agreement
    {
        get
        {
            int[] told = [.. Enumerable.Range(0, Count).Where(i => Pairs.Gap[i] != 0 && labels[i].Choice is Choice.First or Choice.Second)];
            return told.Count(i => !IsWrong(i)) / (double)told.Length;
        }
    }

    /// <summary>Everybody's labels of several sets, one after another; as from several users, who each judged their own pairs.</summary>
    public static IReadOnlyList<Preference<float[]>> Pool(params IEnumerable<Annotations> sets) => [.. sets.SelectMany(s => s.Preferences)];

    private Preference<float[]> PreferenceAt(int i) =>
        new(Pairs.First[i].ToArray(), Pairs.Second[i].ToArray(), labels[i].Choice)
        {
            Strength = labels[i].Strength,
            Origin = new(annotators[i].Name, annotators[i].User),
        };
}
