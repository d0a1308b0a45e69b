using Goodhart.Statistics;

namespace Goodhart.Design;

/// <summary>When a training is given up: at half its budget or later, while its best fitness is below what half of the earlier candidates had reached by half theirs.</summary>
/// <remarks>
/// The mark is the median over all trainings of earlier rounds of the best fitness at half budget; there is none before <see cref="Least"/> trainings. It changes between
/// rounds only, so which trainings are given up does not depend on how many run at once, or on a kill. A candidate that starts late and ends well may be lost.
/// </remarks>
public sealed class HopelessRule
{
    /// <summary>Trainings before the rule says anything.</summary>
    public const int Least = 4;

    private readonly List<double> halfway = [];

    /// <summary>The mark; null before there is one.</summary>
    public double? Mark => halfway.Count >= Least ? OrderStatistics.Median([.. halfway]) : null;

    /// <summary>To be asked at every measurement of a training; null where nothing is given up yet.</summary>
    public Func<double, double, bool>? Ask() => Mark is { } mark ? (share, best) => share >= 0.5 && best < mark : null;

    /// <summary>Counts a training of a round that is over.</summary>
    public void Learn(Outcome outcome) => halfway.Add(BestAtHalf(outcome));

    /// <summary>Highest fitness up to half of the steps; of a training that was given up, its highest.</summary>
    public static double BestAtHalf(Outcome outcome)
    {
        if (outcome.StoppedEarly || outcome.Curves.FirstOrDefault(c => c.Name == Outcome.TaskScore) is not { } curve) return outcome.Fitness;
        var until = curve.Steps.TakeWhile(s => 2 * s <= outcome.Steps).Count();
        return curve.Values.Take(Math.Max(1, until)).Max();
    }
}
