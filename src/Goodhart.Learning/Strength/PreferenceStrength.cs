using Goodhart.Models;

namespace Goodhart.Learning;

/// <param name="Votes">Reward models that vote, ≥ 2; 10 in the paper.</param>
/// <param name="Memorised">Mean accuracy of the models on their own pairs above which the vote carries no signal; .98.</param>
public sealed record VoteOptions(int Votes = 10, double Memorised = .98);

/// <summary>How strongly each label of a file is backed by models trained briefly on the file itself: a list of suspects.</summary>
/// <remarks>
/// μ_i = mean over models of r(better) − r(worse) as labelled. Models must be under-trained: one that memorised the file agrees with every label. Ties have no
/// better side; their strength is that of the second over the first.
/// </remarks>
public sealed class PreferenceStrength
{
    internal PreferenceStrength(IReadOnlyList<PairStrength> pairs, double accuracy, double memorised) =>
        (Pairs, VoterAccuracy, Warning) = (pairs, accuracy, accuracy > memorised
            ? $"The voters order {accuracy:P1} of their own pairs as labelled: they have memorised the labels, and strengths say little. Train them for fewer epochs." : null);

    /// <summary>In the order of the file. // (pairs)</summary>
    public IReadOnlyList<PairStrength> Pairs { get; }

    /// <summary>Mean over models of the share of pairs ordered as labelled; NaN where it was read from a file.</summary>
    public double VoterAccuracy { get; }

    /// <summary>Why the vote should not be trusted; null where it may be.</summary>
    public string? Warning { get; }

    /// <summary>Share of pairs whose label the models doubt (μ &lt; 0).</summary>
    public double Doubted => Pairs.Count(p => p.Mean < 0) / (double)Pairs.Count;

    /// <summary>Trains models on the pairs, each from its own weights and order, and lets them vote on every pair.</summary>
    /// <param name="pairs">Training pairs alone: what is held out stays out of the vote.</param>
    /// <param name="make">An untrained voter.</param>
    /// <param name="options">Number of voters.</param>
    /// <param name="training">How a voter is trained: briefly.</param>
    /// <param name="rng">Of weights and order.</param>
    /// <param name="objective">What voters learn; Bradley–Terry on the labels where null.</param>
    /// <param name="cancellation">Stops between two updates.</param>
    public static PreferenceStrength Vote<T>(IReadOnlyList<Pair<T>> pairs, MakeScorer<T> make, VoteOptions options, TrainingOptions training, Generator rng,
        IObjective<Pair<T>, T>? objective = null, CancellationToken cancellation = default)
    {
        if (options.Votes < 2) throw new ArgumentException($"Strength needs at least two votes, got {options.Votes}.", nameof(options));
        objective ??= Objective.Pairwise<T>();
        using var voters = ScorerEnsemble<T>.Fit(SeedPlan.Apart(options.Votes, rng), make, pairs, objective, training, cancellation: cancellation);
        double[][] votes = [.. voters.Members.Select(m => Leads(m, pairs))];
        var right = votes.Average(v => pairs.Where((p, i) => p.Target != .5 && v[i] > 0).Count()) / Math.Max(1, pairs.Count(p => p.Target != .5));
        return new([.. pairs.Select((p, i) => new PairStrength(p.Id ?? i.ToString(), [.. votes.Select(v => v[i])]))], right, options.Memorised);
    }

    private static double[] Leads<T>(IScorer<T> voter, IReadOnlyList<Pair<T>> pairs)
    {
        var reward = LearnedReward.Of<Batch<T>, T>("voter", voter, (batch, i) => batch[i], batch: 256);
        float[] first = new float[pairs.Count], second = new float[pairs.Count];
        reward.Evaluate(new([.. pairs.Select(p => p.First)]), first);
        reward.Evaluate(new([.. pairs.Select(p => p.Second)]), second);
        return [.. pairs.Select((p, i) => p.Target < .5 ? (double)first[i] - second[i] : (double)second[i] - first[i])];
    }
}
