namespace Goodhart.Models;

/// <summary>The next token from its logits.</summary>
internal sealed class TokenDraw(Sampling sampling)
{
    private double[] weights = [];
    private int[] kept = [];

    /// <summary>One token; a draw takes one number from the generator, whatever the options.</summary>
    /// <param name="logits">// (vocabulary)</param>
    /// <param name="rng">Source of the draw.</param>
    /// <exception cref="InvalidOperationException">A logit is not a number.</exception>
    public int Next(ReadOnlySpan<float> logits, Generator rng)
    {
        var best = Largest(logits);
        if (sampling.Temperature == 0) return best;
        if (weights.Length < logits.Length) (weights, kept) = (new double[logits.Length], new int[logits.Length]);
        var total = 0.0;
        for (var i = 0; i < logits.Length; i++)
        {
            kept[i] = i;
            total += weights[i] = Math.Exp((logits[i] - logits[best]) / sampling.Temperature);
        }

        var count = logits.Length;
        if (sampling.TopK > 0 && sampling.TopK < count) (count, total) = MostLikely(count);
        if (sampling.TopP < 1) (count, total) = Nucleus(count, total);
        var left = rng.NextDouble() * total;
        for (var i = 0; i < count; i++)
        {
            left -= weights[kept[i]];
            if (left < 0) return kept[i];
        }

        return best;
    }

    private static int Largest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (float.IsNaN(logits[i])) throw new InvalidOperationException($"The logit of token {i} is not a number: the model's weights have diverged.");
            if (logits[i] > logits[best]) best = i;
        }

        return best;
    }

    /// <summary>Those at least as likely as the k-th; ties stay, as in transformers.</summary>
    private (int, double) MostLikely(int count)
    {
        var sorted = weights.AsSpan(0, count).ToArray();
        Array.Sort(sorted);
        return Keep(count, sorted[count - sampling.TopK]);
    }

    private (int, double) Keep(int count, double least)
    {
        var (left, total) = (0, 0.0);
        for (var i = 0; i < count; i++)
        {
            if (weights[kept[i]] < least) continue;
            total += weights[kept[i]];
            kept[left++] = kept[i];
        }

        return (left, total);
    }

    private (int, double) Nucleus(int count, double total)
    {
        // All that weigh less than this together cannot reach 1 − p: they fall away without being sorted.
        (count, _) = Keep(count, (1 - sampling.TopP) * total / count);
        var order = kept.AsSpan(0, count);
        order.Sort((a, b) => weights[b].CompareTo(weights[a]) is var byWeight && byWeight != 0 ? byWeight : a.CompareTo(b));
        var mass = 0.0;
        for (var i = 0; i < count; i++)
        {
            mass += weights[order[i]];
            if (mass >= sampling.TopP * total) return (i + 1, mass);
        }

        return (count, mass);
    }
}
