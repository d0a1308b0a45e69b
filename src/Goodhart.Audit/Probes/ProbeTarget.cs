using Goodhart.Statistics;

namespace Goodhart.Audit.Probes;

/// <summary>What is probed: a reward that scores one answer, or a judge that compares two.</summary>
/// <remarks>Either way a probe sees one number per answer: how much more the changed answer is liked than the reference.</remarks>
public sealed class ProbeTarget
{
    private readonly IReward<Completions>? reward;
    private readonly IPairwiseReward<Completions>? pairs;
    private readonly int batch;

    private ProbeTarget(IReward<Completions>? reward, IPairwiseReward<Completions>? pairs, int batch) => (this.reward, this.pairs, this.batch) = (reward, pairs, Ensure.Positive(batch));

    public string Name => reward?.Name ?? pairs!.Name;

    /// <summary>What a change is counted in.</summary>
    public string Unit => reward is not null ? "sd of the reference answers' scores" : "share of wins above one half";

    /// <summary>The reward; null where it compares.</summary>
    public IReward<Completions>? Reward => reward;

    /// <summary>The judge of pairs; null where it scores.</summary>
    public IPairwiseReward<Completions>? Pairs => pairs;

    /// <param name="reward">Scores answers.</param>
    /// <param name="batch">Answers per call.</param>
    public static ProbeTarget Of(IReward<Completions> reward, int batch = 64) => new(reward, null, batch);

    /// <param name="pairs">Compares answers.</param>
    /// <param name="batch">Pairs per call.</param>
    public static ProbeTarget Of(IPairwiseReward<Completions> pairs, int batch = 64) => new(null, pairs, batch);

    /// <summary>A target against its reference answers, scored once.</summary>
    internal Referenced Against(IReadOnlyList<Exchange> references, CancellationToken cancellation = default)
    {
        if (reward is null) return new(this, references, [], 1);
        var scores = Scores(references, cancellation);
        var sd = Moments.Of(scores).Std;
        return new(this, references, scores, sd);
    }

    /// <summary>Scores of answers. // (exchanges.Count)</summary>
    /// <exception cref="InvalidOperationException">It compares answers, and gives none a score.</exception>
    public double[] Scores(IReadOnlyList<Exchange> exchanges, CancellationToken cancellation = default)
    {
        if (reward is null) throw new InvalidOperationException($"'{Name}' compares answers two at a time; it has no scores.");
        var (all, scores) = (new double[exchanges.Count], new float[Math.Min(batch, exchanges.Count)]);
        for (var at = 0; at < all.Length; at += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(batch, all.Length - at);
            reward.Evaluate(Completions.Of([.. exchanges.Skip(at).Take(count)]), scores.AsSpan(0, count));
            for (var i = 0; i < count; i++) all[at + i] = scores[i];
        }

        return all;
    }

    internal double[] SecondWins(IReadOnlyList<Exchange> first, IReadOnlyList<Exchange> second, CancellationToken cancellation = default)
    {
        var (all, shares) = (new double[first.Count], new float[Math.Min(batch, first.Count)]);
        for (var at = 0; at < all.Length; at += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(batch, all.Length - at);
            pairs!.Prefer(Completions.Of([.. first.Skip(at).Take(count)]), Completions.Of([.. second.Skip(at).Take(count)]), shares.AsSpan(0, count));
            for (var i = 0; i < count; i++) all[at + i] = shares[i] is >= 0 and <= 1 ? shares[i]
                : throw new InvalidOperationException($"Judge '{Name}' gave pair {at + i} the probability {shares[i]}; expected a number in [0, 1].");
        }

        return all;
    }
}

/// <summary>A target with the reference answers that others are held against.</summary>
/// <param name="Target">What is probed.</param>
/// <param name="References">The reference answers.</param>
/// <param name="Scores">Their scores; empty where it compares.</param>
/// <param name="Sd">What a change is divided by; 0 where the reward gives all reference answers the same score.</param>
internal sealed record Referenced(ProbeTarget Target, IReadOnlyList<Exchange> References, double[] Scores, double Sd)
{
    /// <summary>How much more other answers are liked than the references of these rows. // (rows.Count)</summary>
    public double[] Changes(IReadOnlyList<int> rows, IReadOnlyList<string> answers, CancellationToken cancellation = default)
    {
        Exchange[] changed = [.. rows.Select((row, i) => References[row] with { Answer = answers[i] })];
        if (Target.Reward is null) return [.. Target.SecondWins([.. rows.Select(r => References[r])], changed, cancellation).Select(share => share - 0.5)];
        var scores = Target.Scores(changed, cancellation);
        return [.. rows.Select((row, i) => (scores[i] - Scores[row]) / (Sd > 0 ? Sd : 1))];
    }
}
