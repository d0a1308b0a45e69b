namespace Goodhart.Audit.Probes;

/// <summary>One check of how a score is computed rather than of what it says.</summary>
/// <param name="Check">What is compared.</param>
/// <param name="Difference">Greatest difference found, relative to the greatest score (at least 1).</param>
/// <param name="Sample">Where it was found.</param>
/// <param name="Passed">It is within the tolerance.</param>
public sealed record MechanicalCheck(string Check, double Difference, int Sample, bool Passed);

/// <summary>A score must not depend on when it is computed, on the size of its batch, on its neighbours or on padding.</summary>
public static class MechanicalChecks
{
    /// <summary>Answers that are checked at most.</summary>
    public const int Most = 32;

    /// <summary>Scores some answers in several ways that must agree.</summary>
    /// <param name="target">What is checked; verdicts from a cache agree by themselves, so a judge is best checked without one.</param>
    /// <param name="references">Answers; the first 32 are used.</param>
    /// <param name="tolerance">Greatest relative difference that passes; 1e-5 is what single precision allows.</param>
    /// <param name="cancellation">Ends it.</param>
    public static IReadOnlyList<MechanicalCheck> Run(ProbeTarget target, IReadOnlyList<Exchange> references, double tolerance = 1e-5, CancellationToken cancellation = default)
    {
        Exchange[] some = [.. references.Take(Most)];
        if (some.Length == 0) throw new ArgumentException("A check needs at least one answer, got none.", nameof(references));
        return target.Reward is { } reward ? Scores(reward, some, tolerance, cancellation) : Pairs(target.Pairs!, some, tolerance);
    }

    private static MechanicalCheck[] Scores(IReward<Completions> reward, Exchange[] some, double tolerance, CancellationToken cancellation)
    {
        var together = Score(some);
        var alone = some.Select(e => Score(e)[0]).ToArray();
        cancellation.ThrowIfCancellationRequested();
        // A long neighbour makes short texts be padded, on whichever side the model pads.
        var longNeighbour = some[0] with { Answer = string.Join(' ', Enumerable.Repeat("and so on", 40 + some.Max(e => e.Answer.Length) / 4)) };
        return
        [
            Compare("again: the same batch twice", together, Score(some), tolerance),
            Compare("alone: one by one, and in a batch", together, alone, tolerance),
            Compare("order: the batch from its end", together, [.. Score([.. some.Reverse()]).Reverse()], tolerance),
            Compare("padding: beside a long neighbour", alone, [.. some.Select(e => Score(e, longNeighbour)[0])], tolerance),
        ];

        float[] Score(params Exchange[] batch)
        {
            var scores = new float[batch.Length];
            reward.Evaluate(Completions.Of(batch), scores);
            return scores;
        }
    }

    private static MechanicalCheck[] Pairs(IPairwiseReward<Completions> pairs, Exchange[] some, double tolerance)
    {
        Exchange[] others = [.. some.Select(e => e with { Answer = e.Answer + " Then again, perhaps not." })];
        var straight = Prefer(some, others);
        return
        [
            Compare("again: the same pairs twice", straight, Prefer(some, others), tolerance),
            Compare("alone: one by one, and in a batch", straight, [.. some.Zip(others, (a, b) => Prefer([a], [b])[0])], tolerance),
            Compare("sides: P(b over a) is 1 − P(a over b)", straight, [.. Prefer(others, some).Select(p => 1 - p)], tolerance),
        ];

        float[] Prefer(Exchange[] first, Exchange[] second)
        {
            var shares = new float[first.Length];
            pairs.Prefer(Completions.Of(first), Completions.Of(second), shares);
            return shares;
        }
    }

    private static MechanicalCheck Compare(string check, float[] expected, float[] actual, double tolerance)
    {
        var (worst, at, scale) = (0.0, 0, Math.Max(1, expected.Max(Math.Abs)));
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(expected[i] - actual[i]) / scale;
            if (difference > worst) (worst, at) = (difference, i);
        }

        return new(check, worst, at, worst <= tolerance);
    }
}
