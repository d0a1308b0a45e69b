using Goodhart.Audit.Scores;
using Goodhart.Statistics;

namespace Goodhart.Audit.Benches;

/// <summary>What a judge of pairs does when the answers change places.</summary>
/// <param name="Pairs">Pairs judged in both orders.</param>
/// <param name="BothRight">Share judged right both ways: the figure to compare judges by.</param>
/// <param name="Accuracy">Share of single verdicts that are right, unreadable ones counting one half.</param>
/// <param name="Consistent">Share with the same readable verdict both ways, right or wrong.</param>
/// <param name="FirstPreferred">Share of readable verdicts for the answer shown first; one half without bias by position.</param>
/// <param name="Unreadable">Share of verdicts that are none.</param>
public sealed record OrderSwap(int Pairs, Interval BothRight, Interval Accuracy, Interval Consistent, double FirstPreferred, double Unreadable)
{
    /// <summary>Of verdicts by pair: the right answer shown first, then second.</summary>
    /// <exception cref="ArgumentException">A group does not have two verdicts.</exception>
    public static OrderSwap Of(VerdictTable table, Generator rng, BenchOptions? options = null)
    {
        options ??= new();
        if (table.Groups.FirstOrDefault(g => g.Won.Length != 2) is { } odd)
            throw new ArgumentException($"Group '{odd.Name}' of '{table.Model}' has {odd.Won.Length} verdict(s); two were expected, with the right answer shown first and then second.", nameof(table));
        (bool? First, bool? Second)[] pairs = [.. table.Groups.Select(g => (g.Won[0], g.Won[1]))];
        var readable = pairs.Sum(p => (p.First is null ? 0 : 1) + (p.Second is null ? 0 : 1));
        var first = pairs.Sum(p => (p.First is true ? 1 : 0) + (p.Second is false ? 1 : 0));
        return new(pairs.Length, Share(p => p is (true, true) ? 1 : 0), Share(p => (Worth(p.First) + Worth(p.Second)) / 2), Share(p => p is (true, true) or (false, false) ? 1 : 0),
            readable == 0 ? double.NaN : (double)first / readable, 1 - readable / (2.0 * pairs.Length));

        Interval Share(Func<(bool? First, bool? Second), double> of) => Bootstrap.Mean(Array.ConvertAll(pairs, p => of(p)), rng, options.Resamples, options.Level);
    }

    private static double Worth(bool? won) => won switch { true => 1, false => 0, null => 0.5 };
}
