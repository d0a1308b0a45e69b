namespace Goodhart.Audit.Scores;

/// <summary>Comparisons counted by how they came out.</summary>
/// <param name="Wins">The better candidate scored higher.</param>
/// <param name="Ties">Both scored alike, or a judge gave no verdict.</param>
/// <param name="Losses">The worse candidate scored higher.</param>
public readonly record struct Tally(int Wins, int Ties, int Losses)
{
    public int Total => Wins + Ties + Losses;

    public static Tally operator +(Tally a, Tally b) => new(a.Wins + b.Wins, a.Ties + b.Ties, a.Losses + b.Losses);

    /// <summary>Counts one comparison of a better candidate's score with a worse one's.</summary>
    public static Tally Compare(double better, double worse) => better > worse ? new(1, 0, 0) : better < worse ? new(0, 0, 1) : new(0, 1, 0);
}

/// <summary>How one group of candidates came out; every accuracy of a score table is a mean over these.</summary>
/// <param name="Chosen">The right candidate against each wrong one; with several equally good ones, the one that scored highest.</param>
/// <param name="Pairs">All pairs of candidates whose gold differs; equal to <paramref name="Chosen"/> where exactly one candidate is right.</param>
/// <param name="Lift">What following the scores gains over drawing a candidate at random, in units of gold (verdicts: share of wins above one half).</param>
/// <param name="ChanceAccuracy">Expected strict accuracy of scores that know nothing.</param>
/// <param name="ChanceMrr">Expected reciprocal rank of scores that know nothing.</param>
public readonly record struct Outcome(Tally Chosen, Tally Pairs, double Lift, double ChanceAccuracy, double ChanceMrr)
{
    /// <summary>The right candidate beats all the others.</summary>
    public bool Strict => Chosen.Losses + Chosen.Ties == 0;

    /// <summary>No other candidate beats the right one.</summary>
    public bool TieOrBetter => Chosen.Losses == 0;

    /// <summary>Place of the right candidate from 1, with ties resolved against it.</summary>
    public int Rank => 1 + Chosen.Losses + Chosen.Ties;
}
