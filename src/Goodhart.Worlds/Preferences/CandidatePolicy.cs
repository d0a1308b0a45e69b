namespace Goodhart.Worlds.Preferences;

/// <summary>
/// A policy that chooses among a prompt's candidates, as a table of log-probabilities: optima under a KL penalty, best of n and their divergences are exact.
/// </summary>
public sealed class CandidatePolicy
{
    private readonly double[] log;   // (Prompts × Each), each prompt's normalised

    private CandidatePolicy(double[] log, int each) => (this.log, Each) = (log, each);

    public int Each { get; }

    public int Prompts => log.Length / Each;

    /// <summary>log π of every candidate. // (Prompts × Each)</summary>
    public IReadOnlyList<double> LogProbabilities => log;

    /// <summary>Every candidate of a prompt alike.</summary>
    public static CandidatePolicy Uniform(int prompts, int each)
    {
        var log = new double[Ensure.Positive(prompts) * Ensure.Positive(each)];
        log.AsSpan().Fill(-Math.Log(each));
        return new(log, each);
    }

    /// <summary>From non-negative weights, normalised within each prompt. // weights: (prompts × each)</summary>
    /// <exception cref="ArgumentException">A prompt has no weight, or a weight is negative or not finite.</exception>
    public static CandidatePolicy FromWeights(ReadOnlySpan<double> weights, int each)
    {
        if (weights.IsEmpty || weights.Length % Ensure.Positive(each) != 0) throw new ArgumentException($"{weights.Length} weights are not {each} to every prompt.");
        var log = new double[weights.Length];
        for (var i = 0; i < log.Length; i++)
            log[i] = weights[i] >= 0 && double.IsFinite(weights[i]) ? Math.Log(weights[i]) : throw new ArgumentException($"Weight {i} is {weights[i]}; a weight must be finite and not negative.");
        return new CandidatePolicy(log, each).Normalise();
    }

    /// <summary>The optimum of E[reward] − β·KL(π‖this): π ∝ this·exp(reward/β).</summary>
    /// <param name="rewards">Score of every candidate. // (Prompts × Each)</param>
    /// <param name="beta">β &gt; 0, in the reward's unit per nat.</param>
    public CandidatePolicy Tilt(ReadOnlySpan<double> rewards, double beta)
    {
        Check(rewards);
        Ensure.Positive(beta);
        var tilted = new double[log.Length];
        for (var i = 0; i < tilted.Length; i++) tilted[i] = log[i] + rewards[i] / beta;
        return new CandidatePolicy(tilted, Each).Normalise();
    }

    /// <summary>The optimum whose divergence from this policy, mean over prompts, is <paramref name="kl"/>.</summary>
    /// <returns>The policy and its β.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The divergence is out of reach of any β: the message says what can be reached.</exception>
    public (CandidatePolicy Policy, double Beta) MatchKl(double[] rewards, double kl)
    {
        Check(rewards);
        Ensure.Positive(kl);
        var spread = rewards.Max() - rewards.Min();
        // From a tilt of a millionth of a nat to one where even 1e-9 of the spread decides.
        double low = Math.Log(Math.Max(spread, 1e-300)) - Math.Log(700e9), high = Math.Log(Math.Max(spread, 1e-300)) + Math.Log(1e6);
        var reach = Tilt(rewards, Math.Exp(low)).KlFrom(this);
        if (kl > reach) throw new ArgumentOutOfRangeException(nameof(kl), $"A KL of {kl:G4} is out of reach: choosing the best candidates always gives {reach:G4}.");
        for (var k = 0; k < 200 && high - low > 1e-12; k++)
        {
            var middle = (low + high) / 2;
            if (Tilt(rewards, Math.Exp(middle)).KlFrom(this) > kl) low = middle;
            else high = middle;
        }

        var beta = Math.Exp(high);
        return (Tilt(rewards, beta), beta);
    }

    /// <summary>The policy that draws n candidates from this one, with replacement, and keeps the best; tied scores share evenly by their probability.</summary>
    /// <remarks>π(i) = F(i)ⁿ − F(i⁻)ⁿ with F the distribution of scores under this policy.</remarks>
    /// <param name="scores">What the best is chosen by. // (Prompts × Each)</param>
    /// <param name="n">Draws, ≥ 1.</param>
    public CandidatePolicy BestOfN(ReadOnlySpan<double> scores, int n)
    {
        Check(scores);
        Ensure.Positive(n);
        var weights = new double[log.Length];
        for (var from = 0; from < log.Length; from += Each) BestOfN(scores.Slice(from, Each), log.AsSpan(from, Each), n, weights.AsSpan(from, Each));
        return FromWeights(weights, Each);
    }

    /// <summary>KL(this‖other) in nats, mean over prompts; infinite where this goes where the other never does.</summary>
    public double KlFrom(CandidatePolicy other)
    {
        if (other.Each != Each) throw new ArgumentException($"Policies choose among {Each} and {other.Each} candidates; expected the same.");
        Ensure.SameLength(other.log.Length, log.Length);
        var sum = 0.0;
        for (var i = 0; i < log.Length; i++)
            if (!double.IsNegativeInfinity(log[i])) sum += Math.Exp(log[i]) * (log[i] - other.log[i]);
        return Math.Max(0, sum / Prompts);
    }

    /// <summary>Expectation of values under the policy, mean over prompts. // values: (Prompts × Each)</summary>
    public double Expect(ReadOnlySpan<double> values)
    {
        Check(values);
        var sum = 0.0;
        for (var i = 0; i < log.Length; i++) sum += Math.Exp(log[i]) * values[i];
        return sum / Prompts;
    }

    /// <summary>A candidate of a prompt, drawn from the policy: its place among all candidates.</summary>
    public int Sample(int prompt, Generator rng)
    {
        Ensure.InRange(prompt, 0, Prompts - 1);
        var left = rng.NextDouble();
        var last = prompt * Each;
        for (var i = prompt * Each; i < (prompt + 1) * Each; i++)
        {
            if (double.IsNegativeInfinity(log[i])) continue;
            last = i;
            if ((left -= Math.Exp(log[i])) < 0) break;
        }

        return last;
    }

    private static void BestOfN(ReadOnlySpan<double> scores, ReadOnlySpan<double> log, int n, Span<double> weights)
    {
        var order = new int[scores.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        double[] sorted = [.. scores];
        Array.Sort(sorted, order);
        // From the top, 1 − F is a small sum kept exactly, so that F(i)ⁿ − F(i⁻)ⁿ loses no digits near 1.
        var above = 0.0;
        for (int to = sorted.Length, from; to > 0; to = from)
        {
            var mass = 0.0;
            for (from = to; from > 0 && sorted[from - 1] == sorted[to - 1]; from--) mass += Math.Exp(log[order[from - 1]]);
            var below = Math.Min(1, above + mass);
            var gained = from == 0 ? Power(above, n) : Power(above, n) - Power(below, n);
            for (var k = from; k < to; k++) weights[order[k]] = mass > 0 ? gained * Math.Exp(log[order[k]]) / mass : 0;
            above = below;
        }
    }

    /// <summary>(1 − missing)ⁿ.</summary>
    private static double Power(double missing, int n) => missing >= 1 ? 0 : Math.Exp(n * Log1P(-missing));

    // log(1 + x): the quotient undoes the rounding of 1 + x (Kahan).
    private static double Log1P(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    private CandidatePolicy Normalise()
    {
        for (var from = 0; from < log.Length; from += Each)
        {
            var prompt = log.AsSpan(from, Each);
            var top = double.NegativeInfinity;
            foreach (var value in prompt) top = Math.Max(top, value);
            if (double.IsNegativeInfinity(top)) throw new ArgumentException($"Every candidate of prompt {from / Each} has probability 0.");
            var sum = 0.0;
            foreach (var value in prompt) sum += Math.Exp(value - top);
            var total = top + Math.Log(sum);
            foreach (ref var value in prompt) value -= total;
        }

        return this;
    }

    private void Check(ReadOnlySpan<double> values)
    {
        Ensure.SameLength(values.Length, log.Length);
        foreach (var value in values)
            if (!double.IsFinite(value)) throw new ArgumentException($"Candidates' values must be finite, one is {value}.");
    }
}
