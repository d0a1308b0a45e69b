using Goodhart.Statistics;

namespace Goodhart.Learning;

/// <summary>How much the members of an ensemble have in common on some samples.</summary>
/// <param name="Correlations">Pearson's correlation of every two members. // (members)(members)</param>
/// <param name="Spread">Standard deviation over members (divided by their number) of the centred scores, per sample. // (samples)</param>
/// <param name="Means">Mean score of each member: Bradley–Terry leaves it free. // (members)</param>
/// <param name="Deviations">Standard deviation of each member's scores. // (members)</param>
public sealed record MemberAgreement(IReadOnlyList<IReadOnlyList<double>> Correlations, IReadOnlyList<double> Spread, IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>Mean correlation of two different members; NaN for one.</summary>
    public double MeanCorrelation => Pairs().DefaultIfEmpty(double.NaN).Average();

    public double LeastCorrelation => Pairs().DefaultIfEmpty(double.NaN).Min();

    /// <summary>Mean over samples of <see cref="Spread"/>: how uncertain the ensemble is.</summary>
    public double MeanSpread => Spread.Average();

    /// <summary>Whether members differ so much in scale that a minimum or a variance mistakes it for doubt: the largest deviation is over twice the smallest.</summary>
    public bool ScalesDiffer => Deviations.Max() > 2 * Deviations.Min();

    /// <summary>Scores a batch with every member.</summary>
    /// <exception cref="ArgumentException">There is no member or no sample.</exception>
    public static MemberAgreement Of<TBatch>(IReadOnlyList<IReward<TBatch>> members, TBatch batch) where TBatch : IBatch
    {
        if (members.Count == 0 || batch.Count == 0) throw new ArgumentException($"Agreement needs members and samples, got {members.Count} and {batch.Count}.");
        double[][] scores = [.. members.Select(m =>
        {
            var own = new float[batch.Count];
            m.Evaluate(batch, own);
            return Array.ConvertAll(own, s => (double)s);
        })];
        Moments[] moments = [.. scores.Select(s => Moments.Of(s))];
        var spread = new double[batch.Count];
        for (var i = 0; i < spread.Length; i++) spread[i] = Moments.Of([.. scores.Select((s, k) => s[i] - moments[k].Mean)]).Std;
        return new([.. scores.Select(a => (IReadOnlyList<double>)[.. scores.Select(b => Correlation.Pearson(a, b))])], spread, [.. moments.Select(m => m.Mean)], [.. moments.Select(m => m.Std)]);
    }

    /// <summary>Mean spread here over that on other samples: ≥ 2 where the ensemble notices what it does not know, near 1 where its members herd.</summary>
    public double NoveltyOver(MemberAgreement familiar) => MeanSpread / familiar.MeanSpread;

    private IEnumerable<double> Pairs() => Correlations.SelectMany((row, i) => row.Skip(i + 1));
}
