namespace Goodhart.Audit.Distances;

/// <summary>How far two rewards are apart.</summary>
/// <param name="Measure">Which distance, such as "STARC Val L2".</param>
/// <param name="Distance">The distance.</param>
/// <param name="Largest">The largest value this distance can take: 2 for STARC, 1 for EPIC and DARD.</param>
/// <param name="Weighting">What each (s, a) or (s, a, s′) counted.</param>
/// <param name="FirstTrivial">The first reward is policy-irrelevant: it orders no two policies.</param>
/// <param name="SecondTrivial">The second reward is policy-irrelevant.</param>
/// <param name="Notes">What a reader has to know, one sentence each.</param>
public sealed record Comparison(
    string Measure, double Distance, double Largest, string Weighting, bool FirstTrivial, bool SecondTrivial, IReadOnlyList<string> Notes)
{
    /// <summary>The distance on a scale from 0 to 1.</summary>
    public double Unit => Distance / Largest;

    public override string ToString() => $"{Measure} = {Distance:G6} of {Largest:G3} ({Weighting}){string.Concat(Notes.Select(note => $"; {note}"))}";

    internal static List<string> Irrelevant(bool first, bool second) => (first, second) switch
    {
        (true, true) => ["both rewards are policy-irrelevant: every policy is optimal for each"],
        (true, false) => ["the first reward is policy-irrelevant: every policy is optimal for it"],
        (false, true) => ["the second reward is policy-irrelevant: every policy is optimal for it"],
        _ => [],
    };
}
