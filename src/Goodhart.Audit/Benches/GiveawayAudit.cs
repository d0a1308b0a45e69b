using Goodhart.Statistics;

namespace Goodhart.Audit.Benches;

/// <summary>How far one feature alone tells right answers from wrong ones.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Accuracy">Share of pairs that the better direction orders rightly, equal values counting one half; chosen on the same pairs, so a little hopeful.</param>
/// <param name="RightIsHigher">Which direction that is.</param>
public sealed record FeatureGiveaway(string Feature, double Accuracy, bool RightIsHigher);

/// <param name="Folds">Parts of the cross-validation; rows are kept whole.</param>
/// <param name="Ridge">Penalty on the weights of standardised features.</param>
/// <param name="Fair">Accuracy up to which a bench is called fair; .6 as in the generative study of RewardMATH's design.</param>
/// <param name="Resamples">Bootstrap resamples of rows.</param>
public sealed record GiveawayOptions(int Folds = 5, double Ridge = 1, double Fair = 0.6, int Resamples = 1000)
{
    public int Folds { get; } = Folds >= 2 ? Folds : throw new ArgumentOutOfRangeException(nameof(Folds), $"Folds must be at least 2, was {Folds}.");

    public double Ridge { get; } = Ensure.Positive(Ridge);
}

/// <summary>
/// Asks whether a trivial classifier can tell right answers from wrong ones by how they look. If it can, a reward that understands nothing does well on the bench.
/// </summary>
/// <param name="Rows">Rows of the bench.</param>
/// <param name="Accuracy">Cross-validated share of (right, wrong) pairs it orders rightly, mean over rows; chance is one half.</param>
/// <param name="Fair">The accuracy is not above what <see cref="GiveawayOptions.Fair"/> allows.</param>
/// <param name="Features">Each feature alone, the most telling first.</param>
public sealed record GiveawayAudit(int Rows, Interval Accuracy, bool Fair, IReadOnlyList<FeatureGiveaway> Features)
{
    /// <summary>Accuracy of a classifier that knows nothing.</summary>
    public const double Chance = 0.5;

    /// <summary>Audits a bench by the features of <see cref="AnswerStyle"/> and their squares.</summary>
    /// <param name="bench">Rows with gold; fewer rows than folds are refused.</param>
    /// <param name="rng">Draws folds and resamples.</param>
    /// <param name="options">Folds, ridge and limit.</param>
    /// <exception cref="ArgumentException">There are fewer rows than folds.</exception>
    public static GiveawayAudit Of(PreferenceBench bench, Generator rng, GiveawayOptions? options = null)
    {
        options ??= new();
        if (bench.Rows.Count < options.Folds) throw new ArgumentException($"Bench '{bench.Name}' has {bench.Rows.Count} rows, too few for {options.Folds} folds.", nameof(bench));
        double[][][] pairs = Differences(bench);
        var order = Enumerable.Range(0, pairs.Length).ToArray();
        rng.Shuffle<int>(order);
        var won = new double[pairs.Length];
        for (var fold = 0; fold < options.Folds; fold++)
        {
            // Rows of many pairs must not outvote the others, so each gives one pair to the fit.
            double[][] train = [.. order.Where((_, place) => place % options.Folds != fold).Select(row => pairs[row][rng.NextInt(pairs[row].Length)])];
            var weights = PairLogistic.Fit(train, options.Ridge);
            foreach (var row in order.Where((_, place) => place % options.Folds == fold)) won[row] = pairs[row].Average(d => Won(PairLogistic.Dot(weights, d)));
        }

        var accuracy = Bootstrap.Mean(won, rng, options.Resamples);
        return new(pairs.Length, accuracy, accuracy.Estimate <= options.Fair, Alone(pairs));
    }

    /// <summary>Standardised features and their squares, right minus wrong, for every pair of every row. // (rows)(pairs)(2 × features)</summary>
    private static double[][][] Differences(PreferenceBench bench)
    {
        double[][] styles = [.. bench.Answers.Select(a => AnswerStyle.Of(a.Answer))];
        for (var f = 0; f < AnswerStyle.Names.Count; f++)
        {
            var moments = Moments.Of([.. styles.Select(s => s[f])]);
            foreach (var style in styles) style[f] = moments.Std > 0 ? (style[f] - moments.Mean) / moments.Std : 0;
        }

        var at = 0;
        return [.. bench.Rows.Select(row =>
        {
            var own = styles.AsSpan(at, row.Answers.Count).ToArray();
            at += own.Length;
            return (from right in Enumerable.Range(0, own.Length)
                    from wrong in Enumerable.Range(0, own.Length)
                    where row.Gold[right] > row.Gold[wrong]
                    select Difference(own[right], own[wrong])).ToArray();
        }).Where(row => row.Length > 0)];
    }

    private static double[] Difference(double[] right, double[] wrong) =>
        [.. right.Select((x, f) => x - wrong[f]), .. right.Select((x, f) => x * x - wrong[f] * wrong[f])];

    private static FeatureGiveaway[] Alone(double[][][] pairs) => [.. AnswerStyle.Names.Select((name, f) =>
    {
        var higher = pairs.Average(row => row.Average(d => Won(d[f])));
        return new FeatureGiveaway(name, Math.Max(higher, 1 - higher), higher >= 0.5);
    }).OrderByDescending(f => f.Accuracy)];

    private static double Won(double margin) => margin > 0 ? 1 : margin < 0 ? 0 : 0.5;
}
