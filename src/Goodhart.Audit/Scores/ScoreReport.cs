using System.Text.Json;
using Goodhart.Statistics;

namespace Goodhart.Audit.Scores;

/// <summary>What following a model's scores does to gold; later values are worse.</summary>
public enum ScoreVerdict
{
    /// <summary>Its favourites have more gold than random picks, and more choice never hurts significantly.</summary>
    SelectsBetter,

    /// <summary>Its favourites cannot be told from random picks.</summary>
    NoSignal,

    /// <summary>Gold of the best of n rises and then falls significantly while the proxy goes on rising.</summary>
    OverOptimised,

    /// <summary>Its favourites have less gold than random picks: optimising it works against what is wanted.</summary>
    SelectsWorse,
}

/// <summary>A point of a best-of-n curve with the interval of its gold over groups.</summary>
/// <param name="N">Candidates the best is picked from.</param>
/// <param name="Kl">log n − (n − 1)/n in nats.</param>
/// <param name="Gold">Gold of the pick.</param>
/// <param name="Proxy">Score of the pick.</param>
public sealed record ScoreCurvePoint(int N, double Kl, Interval Gold, double Proxy);

/// <summary>One model on one bench.</summary>
/// <param name="Model">Who scored.</param>
/// <param name="Bench">What was scored.</param>
/// <param name="Groups">Groups that decide something.</param>
/// <param name="Accuracy">Strict accuracy.</param>
/// <param name="TieAccuracy">Accuracy that forgives ties.</param>
/// <param name="Mrr">Mean reciprocal rank, ties against.</param>
/// <param name="Pairwise">Pairwise accuracy, ties against.</param>
/// <param name="PairwiseTiesHalf">Pairwise accuracy, ties one half.</param>
/// <param name="ChanceAccuracy">Strict accuracy of scores that know nothing.</param>
/// <param name="ChanceMrr">Reciprocal rank of scores that know nothing.</param>
/// <param name="Lift">Gain in gold of the favourite of each group over a random candidate (verdicts: share of wins above one half).</param>
/// <param name="Curve">Best-of-n curve; empty for verdicts.</param>
/// <param name="PeakN">n at which the gold of the curve is highest; nothing for verdicts.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record ScoreRow(
    string Model, string Bench, int Groups, Interval Accuracy, Interval TieAccuracy, Interval Mrr, Interval Pairwise, Interval PairwiseTiesHalf,
    double ChanceAccuracy, double ChanceMrr, Interval Lift, IReadOnlyList<ScoreCurvePoint> Curve, int? PeakN, ScoreVerdict Verdict, string Reason);

/// <summary>How two measures rank the models they share.</summary>
/// <param name="X">First measure, such as "RewardMATH accuracy".</param>
/// <param name="Y">Second measure.</param>
/// <param name="Models">The models, in the order of the tables.</param>
/// <param name="Pearson">Pearson's correlation with its bootstrap interval over models.</param>
/// <param name="Spearman">Spearman's rank correlation with its bootstrap interval over models.</param>
public sealed record MeasureCorrelation(string X, string Y, IReadOnlyList<string> Models, Interval Pearson, Interval Spearman);

/// <summary>The audit of score tables, ready to be printed or stored.</summary>
/// <param name="Rows">One row per table, in the order given.</param>
/// <param name="Correlations">Accuracy against reciprocal rank within each bench, and accuracy between benches.</param>
public sealed record ScoreReport(IReadOnlyList<ScoreRow> Rows, IReadOnlyList<MeasureCorrelation> Correlations)
{
    /// <summary>The worst verdict of all rows.</summary>
    public ScoreVerdict Worst => Rows.Count == 0 ? ScoreVerdict.NoSignal : Rows.Max(r => r.Verdict);

    public string ToJson() => JsonSerializer.Serialize(this, ScoreJson.Default.ScoreReport);

    /// <exception cref="JsonException">The text is not a report.</exception>
    public static ScoreReport FromJson(string json) =>
        JsonSerializer.Deserialize(json, ScoreJson.Default.ScoreReport) ?? throw new JsonException("The text is null, a score report was expected.");
}
