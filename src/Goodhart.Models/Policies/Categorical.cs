using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Categorical distributions given by rows of logits. // logits: (n, k)</summary>
public static class Categorical
{
    /// <summary>log p(a). // actions: (n), whole numbers → (n)</summary>
    public static Tensor LogProbability(Tensor logits, Tensor actions) =>
        logits.log_softmax(1).gather(1, actions.to_type(ScalarType.Int64).unsqueeze(1)).squeeze(1);

    /// <summary>−Σ p ln p. // → (n)</summary>
    public static Tensor Entropy(Tensor logits)
    {
        var log = logits.log_softmax(1);
        return -(log.exp() * log).nan_to_num(0).sum(1);
    }

    /// <summary>KL(p‖q) = Σ p ln(p/q); infinite where p has mass that q lacks. // → (n)</summary>
    public static Tensor Kl(Tensor p, Tensor q)
    {
        var log = p.log_softmax(1);
        var mass = log.exp();
        return where(mass > 0, mass * (log - q.log_softmax(1)), 0).sum(1);
    }

    /// <summary>χ²(p‖q) = Σ (p − q)²/q; infinite where p has mass that q lacks. // → (n)</summary>
    public static Tensor ChiSquared(Tensor p, Tensor q)
    {
        Tensor a = p.softmax(1), b = q.softmax(1);
        var uncovered = where(a > 0, full_like(a, double.PositiveInfinity), 0);
        return where(b > 0, (a - b).square() / where(b > 0, b, 1), uncovered).sum(1);
    }

    /// <summary>Draws one action per row by inverting the cumulative distribution. // logits: (n × k), row by row; actions: (n)</summary>
    public static void Sample(ReadOnlySpan<float> logits, Generator rng, Span<float> actions)
    {
        if (actions.IsEmpty) return;
        var count = logits.Length / actions.Length;
        Span<float> weights = count <= 256 ? stackalloc float[count] : new float[count];
        for (var n = 0; n < actions.Length; n++)
        {
            var row = logits.Slice(n * count, count);
            var highest = float.NegativeInfinity;
            foreach (var logit in row) highest = MathF.Max(highest, logit);
            var total = 0f;
            for (var k = 0; k < count; k++) total += weights[k] = MathF.Exp(row[k] - highest);
            actions[n] = Invert(weights, rng.NextSingle() * total);
        }
    }

    private static int Invert(ReadOnlySpan<float> weights, float left)
    {
        var last = 0;
        for (var k = 0; k < weights.Length; k++)
        {
            if (weights[k] == 0) continue;
            if ((left -= weights[k]) < 0) return k;
            last = k;
        }

        return last;
    }
}
