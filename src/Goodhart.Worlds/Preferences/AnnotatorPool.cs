using Goodhart.Feedback;

namespace Goodhart.Worlds.Preferences;

/// <summary>Several annotators, of whom any may get a pair.</summary>
public sealed class AnnotatorPool
{
    private readonly double[] shares;

    /// <param name="annotators">At least one.</param>
    /// <param name="shares">How much of the work each does; null for equal shares. // (annotators)</param>
    public AnnotatorPool(IReadOnlyList<Annotator> annotators, IReadOnlyList<double>? shares = null)
    {
        if (annotators.Count == 0) throw new ArgumentException("A pool needs at least one annotator.", nameof(annotators));
        this.shares = shares is null ? [.. Enumerable.Repeat(1.0, annotators.Count)] : [.. shares];
        Ensure.SameLength(this.shares.Length, annotators.Count);
        foreach (var share in this.shares) Ensure.NotNegative(share);
        Ensure.Positive(this.shares.Sum(), "sum of shares");
        Annotators = annotators;
    }

    public IReadOnlyList<Annotator> Annotators { get; }

    /// <summary>Every pair judged once, by an annotator drawn by the shares.</summary>
    public Annotations Judge(Comparisons pairs, Generator rng)
    {
        float[][] gaps = [.. Annotators.Select(a => a.Gaps(pairs))];
        var (labels, flipped, who) = (new Judgement[pairs.Count], new bool[pairs.Count], new Annotator[pairs.Count]);
        for (var i = 0; i < labels.Length; i++)
        {
            var k = rng.Choose(shares);
            who[i] = Annotators[k];
            (labels[i], flipped[i]) = who[i].JudgeOne(pairs, i, gaps[k][i], rng);
        }

        return new(pairs, labels, flipped, who);
    }

    /// <summary>Every pair judged by everybody: the share of votes for the second as a soft label, ties counting ½ to each.</summary>
    public IReadOnlyList<Preference<float[]>> Vote(Comparisons pairs, Generator rng)
    {
        var votes = new double[pairs.Count];
        foreach (var annotator in Annotators)
        {
            var gaps = annotator.Gaps(pairs);
            for (var i = 0; i < votes.Length; i++)
                votes[i] += annotator.JudgeOne(pairs, i, gaps[i], rng).Label.Choice switch { Choice.First => 0, Choice.Second => 1, _ => 0.5 };
        }

        return [.. votes.Select((sum, i) => Preference.FromProbability(pairs.First[i].ToArray(), pairs.Second[i].ToArray(), sum / Annotators.Count))];
    }
}
