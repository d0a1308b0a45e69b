using Goodhart.Models;
using Goodhart.Statistics;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>
/// A reward model that knows how sure it is (BRME, 2024): Bradley–Terry first, then Gaussian heads that regress on the first stage's standardised scores.
/// </summary>
/// <remarks>Regression fixes the offset that Bradley–Terry leaves free, so that heads can be compared and a minimum over them means something.</remarks>
public sealed class MultiHeadReward : IDisposable
{
    private readonly FeatureScorer nominal, heads;
    private readonly MultiHeadOptions options;
    private readonly double mean, std;

    private MultiHeadReward(FeatureScorer nominal, FeatureScorer heads, MultiHeadOptions options, double mean, double std)
    {
        (this.nominal, this.heads, this.options, this.mean, this.std) = (nominal, heads, options, mean, std);
        Nominal = Reward.From<FeatureRows>("nominal", (rows, scores) => Standardised(rows, scores));
        Heads = [.. Enumerable.Range(0, options.Heads).Select(k => Reward.From<FeatureRows>($"head {k + 1}", (rows, scores) => Read(rows, (μ, _) => μ[k], scores)))];
        LowestSigma = Reward.From<FeatureRows>("most certain head", (rows, scores) => Read(rows, (μ, log) => μ[IndexOfLeast(log)], scores));
    }

    /// <summary>The first stage's score, standardised on the training samples.</summary>
    public IReward<FeatureRows> Nominal { get; }

    /// <summary>Mean of every head.</summary>
    public IReadOnlyList<IReward<FeatureRows>> Heads { get; }

    /// <summary>Per sample the head of least σ, the paper's nominal reward. A head's own σ need not notice novelty: see <see cref="Novelty"/>.</summary>
    public IReward<FeatureRows> LowestSigma { get; }

    /// <summary>Trains the heads on a scorer that is trained already, which stays as it is and belongs to the caller.</summary>
    /// <param name="nominal">The first stage.</param>
    /// <param name="samples">Training answers.</param>
    /// <param name="options">Heads.</param>
    /// <param name="rng">Of weights, shares and order.</param>
    /// <param name="cancellation">Stops between two updates.</param>
    public static MultiHeadReward Fit(FeatureScorer nominal, FeatureRows samples, MultiHeadOptions options, Generator rng, CancellationToken cancellation = default)
    {
        options.Checked();
        var scores = new float[samples.Count];
        LearnedReward.Of("nominal", nominal).Evaluate(samples, scores);
        var moments = Moments.Of(Array.ConvertAll(scores, s => (double)s));
        if (moments.Std == 0) throw new ArgumentException("The first stage scores all samples alike: there is nothing for heads to learn.", nameof(nominal));
        var width = options.Shared ? nominal.FeatureWidth : samples.Width;
        var heads = new FeatureScorer(width, new(options.Width, 1, options.Activation, Outputs: 2, Towers: options.Heads), rng.Fork());
        var inputs = options.Shared ? Features(nominal, samples) : samples;
        GaussianTarget[] targets = [.. Enumerable.Range(0, samples.Count).Select(i => new GaussianTarget(inputs[i].ToArray(), (scores[i] - moments.Mean) / moments.Std, Seen(options, rng)))];
        try
        {
            RewardTrainer.Fit(heads, targets, new GaussianObjective(options), options.Training, rng, cancellation: cancellation);
        }
        catch
        {
            heads.Dispose();
            throw;
        }

        return new(nominal, heads, options, moments.Mean, moments.Std);
    }

    /// <summary>λ·nominal + (1 − λ)·min over heads: 1 trusts the model, 0 its most pessimistic head.</summary>
    /// <remarks>A minimum over 5 heads lies about 1.16 σ below their mean: compare policies at equal KL.</remarks>
    /// <param name="lambda">In [0, 1]; .4 to .6 in the paper.</param>
    /// <param name="nominal">What is trusted; the first stage where null.</param>
    public IReward<FeatureRows> Mix(double lambda, IReward<FeatureRows>? nominal = null)
    {
        Ensure.InRange(lambda, 0, 1);
        if (lambda < 1 && options.Heads < 2) throw new ArgumentException($"The worst case needs at least two heads, there is {options.Heads}.");
        var worst = Reward.Ensemble("worst head", Heads, new Aggregate.Min());
        return Reward.From<FeatureRows>("robust mix", (rows, scores) =>
        {
            var low = new float[scores.Length];
            (nominal ?? Nominal).Evaluate(rows, scores);
            worst.Evaluate(rows, low);
            for (var i = 0; i < scores.Length; i++) scores[i] = (float)(lambda * scores[i] + (1 - lambda) * low[i]);
        });
    }

    /// <summary>How much the heads differ on some samples.</summary>
    public MemberAgreement Agreement(FeatureRows samples) => MemberAgreement.Of(Heads, samples);

    /// <summary>Whether uncertainty notices samples unlike the training's.</summary>
    public HeadNovelty Novelty(FeatureRows familiar, FeatureRows strange) => new(
        Spread(strange) / Spread(familiar), Sigma(strange) / Sigma(familiar), Coverage(familiar, 1), Coverage(familiar, 2));

    public void Dispose() => heads.Dispose();

    private double Spread(FeatureRows rows) => Mean(rows, (μ, _) => (float)Moments.Of([.. μ.Select(m => (double)m)]).Std);

    private double Sigma(FeatureRows rows) => Mean(rows, (_, log) => log.Average(l => MathF.Exp(l)));

    /// <summary>Share of the nominal scores within k·σ of a head, over heads.</summary>
    private double Coverage(FeatureRows rows, double k)
    {
        var scores = new float[rows.Count];
        Standardised(rows, scores);
        var at = 0;
        return Mean(rows, (μ, log) =>
        {
            var score = scores[at++];
            return (float)μ.Zip(log, (m, l) => Math.Abs(score - m) <= k * Math.Exp(l) ? 1.0 : 0).Average();
        });
    }

    private double Mean(FeatureRows rows, Func<float[], float[], float> of)
    {
        var values = new float[rows.Count];
        Read(rows, of, values);
        return values.Average();
    }

    private void Standardised(FeatureRows rows, Span<float> scores)
    {
        LearnedReward.Of("first stage", nominal).Evaluate(rows, scores);
        for (var i = 0; i < scores.Length; i++) scores[i] = (float)((scores[i] - mean) / std);
    }

    private void Read(FeatureRows rows, Func<float[], float[], float> of, Span<float> scores)
    {
        var own = scores;
        using var threads = TorchThreads.One();
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var seen = options.Shared ? Features(nominal, rows) : rows;
        var input = empty(rows.Count, seen.Width);
        seen.Values.Span.CopyTo(input.Floats());
        var outputs = heads.Forward(input).contiguous();
        var floats = outputs.Floats();
        var (μ, log) = (new float[options.Heads], new float[options.Heads]);
        for (var i = 0; i < own.Length; i++)
        {
            for (var k = 0; k < μ.Length; k++)
                (μ[k], log[k]) = (floats[2 * (i * μ.Length + k)], Math.Clamp(floats[2 * (i * μ.Length + k) + 1], (float)options.Floor, (float)options.Ceiling));
            own[i] = of(μ, log);
        }
    }

    private static FeatureRows Features(FeatureScorer scorer, FeatureRows rows)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var features = scorer.ForwardWithFeatures([.. Enumerable.Range(0, rows.Count).Select(i => rows[i].ToArray())]).Features.contiguous();
        return new(features.Floats().ToArray(), scorer.FeatureWidth);
    }

    private static float[] Seen(MultiHeadOptions options, Generator rng) =>
        [.. Enumerable.Range(0, options.Heads).Select(_ => options.Share >= 1 || rng.NextDouble() < options.Share ? 1f : 0f)];

    private static int IndexOfLeast(float[] values) => Array.IndexOf(values, values.Min());
}

/// <summary>Whether the uncertainty of heads is a sign of novelty.</summary>
/// <param name="Spread">Mean standard deviation of the heads' means on strange samples over that on familiar ones; ≥ 1.5 notices.</param>
/// <param name="Sigma">The same for the heads' own σ; near or below 1 it notices nothing, and choosing the most certain head is unsafe.</param>
/// <param name="CoverageOne">Share of familiar scores within 1 σ of a head; .68 if calibrated.</param>
/// <param name="CoverageTwo">Within 2 σ; .95.</param>
public sealed record HeadNovelty(double Spread, double Sigma, double CoverageOne, double CoverageTwo)
{
    /// <summary>What a report should say; null where nothing is amiss.</summary>
    public string? Warning => Spread < 1.5 ? $"The heads differ on strange samples only {Spread:F2} times as much as on familiar ones: give them towers of their own."
        : Sigma < 1.2 ? $"The heads' own σ on strange samples is {Sigma:F2} times that on familiar ones: do not choose the most certain head." : null;
}
