using Goodhart.Statistics;

namespace Goodhart.Learning;

/// <summary>What a vote of reward models says of one pair ("Secrets of RLHF, part II", 2024).</summary>
/// <param name="Id">The pair's.</param>
/// <param name="Votes">Score of the labelled better item less that of the other, by each model. // (models)</param>
public sealed record PairStrength(string Id, IReadOnlyList<double> Votes)
{
    /// <summary>μ: below 0 the models doubt the label.</summary>
    public double Mean { get; } = Votes.Average();

    /// <summary>Population standard deviation of the votes.</summary>
    public double Std { get; } = Moments.Of([.. Votes]).Std;
}
