namespace Goodhart.Learning.Judges;

/// <summary>Which of two answers a judge prefers.</summary>
public enum Verdict { First, Second, Tie }

/// <summary>A pair judged in both orders; verdicts name the answers, not their places.</summary>
/// <param name="Forward">With the first answer shown first.</param>
/// <param name="Backward">With the second answer shown first.</param>
public sealed record PairVerdict(Judged<Verdict> Forward, Judged<Verdict> Backward)
{
    /// <summary>Whether the same answer wins wherever it stands.</summary>
    public bool IsConsistent => Forward.IsReadable && Backward.IsReadable && Forward.Value == Backward.Value;

    /// <summary>Share of the readable verdicts that the second wins, ties counting one half; null where none is readable.</summary>
    public double? SecondWins => (Share(Forward), Share(Backward)) switch
    {
        ({ } a, { } b) => (a + b) / 2,
        (var a, var b) => a ?? b,
    };

    private static double? Share(Judged<Verdict> judged) => !judged.IsReadable ? null : judged.Value switch { Verdict.First => 0, Verdict.Second => 1, _ => 0.5 };
}
