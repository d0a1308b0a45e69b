using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>How several annotators' judgements of one pair become one.</summary>
public enum Aggregation
{
    /// <summary>Every judgement stays, with its annotator.</summary>
    Keep,

    /// <summary>The choice most annotators made; a tie where two choices share the lead.</summary>
    Majority,

    /// <summary>The rounded mean strength of those who agree most, unless even they differ too much (HelpSteer2-Preference).</summary>
    MostAgreeing,
}

/// <param name="Agreeing">Annotators that are kept, those who agree most; 3 in HelpSteer2-Preference. Fewer are all kept.</param>
/// <param name="MaxSpread">Largest difference between the kept strengths; beyond it the pair is dropped; 2 in HelpSteer2-Preference.</param>
public sealed record AggregationOptions(int Agreeing = 3, double MaxSpread = 2)
{
    public int Agreeing { get; init; } = Ensure.Positive(Agreeing);

    public double MaxSpread { get; init; } = Ensure.NotNegative(MaxSpread);
}

/// <summary>Makes one judgement of several annotators' on the same pair.</summary>
public static class AnnotationAggregator
{
    /// <summary>
    /// The signed strength of a pair: of the values, negative for the first and positive for the second, the k that agree most are kept, and their mean is rounded to a whole number,
    /// halves away from 0.
    /// </summary>
    /// <returns>Null where the kept ones spread too far, or their rounded mean is 0: nobody is preferred.</returns>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static double? Strength(ReadOnlySpan<double> strengths, AggregationOptions? options = null)
    {
        options ??= new();
        var kept = MostAgreeing(strengths, options.Agreeing);
        if (kept[^1] - kept[0] > options.MaxSpread) return null;
        var mean = Math.Round(kept.Average(), MidpointRounding.AwayFromZero);
        return mean == 0 ? null : mean;
    }

    /// <summary>The k values with the least sum of pairwise differences, ascending; of equally good ones those nearest to the mean of all.</summary>
    /// <remarks>Such a set is a window of the sorted values, so that k(n − k + 1) steps find it.</remarks>
    public static double[] MostAgreeing(ReadOnlySpan<double> values, int k)
    {
        if (values.IsEmpty) throw new ArgumentException("Annotations of a pair were expected, got none.", nameof(values));
        double[] sorted = [.. values];
        Array.Sort(sorted);
        k = Math.Min(Ensure.Positive(k), sorted.Length);
        var (mean, best, least) = (sorted.Average(), 0, (Differences: double.PositiveInfinity, Away: double.PositiveInfinity));
        for (var start = 0; start + k <= sorted.Length; start++)
        {
            var window = sorted.AsSpan(start, k);
            var (differences, sum) = (0.0, 0.0);
            // Σ over pairs of |a − b| is Σ (2i − k + 1)·xᵢ of the sorted values.
            for (var i = 0; i < k; i++) (differences, sum) = (differences + (2 * i - k + 1) * window[i], sum + window[i]);
            var found = (differences, Math.Abs(sum / k - mean));
            if (found.CompareTo(least) < 0) (best, least) = (start, found);
        }

        return sorted[best..(best + k)];
    }

    /// <summary>The choice that most made; a tie where the first and the second share the lead. Those who cannot compare count only if they are more than all others.</summary>
    /// <exception cref="ArgumentException">There is no choice.</exception>
    public static Choice Majority(IEnumerable<Choice> choices)
    {
        var counts = new int[4];
        foreach (var choice in choices) counts[(int)choice]++;
        var (first, second, tie, none) = (counts[(int)Choice.First], counts[(int)Choice.Second], counts[(int)Choice.Tie], counts[(int)Choice.CannotCompare]);
        if (first + second + tie + none == 0) throw new ArgumentException("Choices on a pair were expected, got none.", nameof(choices));
        return none > first + second + tie ? Choice.CannotCompare : first > second && first > tie ? Choice.First : second > first && second > tie ? Choice.Second : Choice.Tie;
    }

    /// <summary>One judgement of several on the same two items, in the order of the first of them; null where it says nothing.</summary>
    /// <remarks>A majority keeps the share of votes as <see cref="Preference{T}.SecondWins"/>, ties counting half, where that agrees with it.</remarks>
    public static Preference<T>? Combine<T>(IReadOnlyList<Preference<T>> judgements, Aggregation how, AggregationOptions? options = null) where T : notnull
    {
        if (judgements.Count == 0) throw new ArgumentException("Judgements of a pair were expected, got none.", nameof(judgements));
        var head = judgements[0];
        Preference<T>[] turned = [.. judgements.Select(judgement => judgement.First.Equals(head.First) ? judgement : judgement.Swap())];
        var origin = head.Origin with { Annotator = null };
        if (how is Aggregation.MostAgreeing)
            return Strength([.. turned.Select(Signed)], options) is { } strength ? Preference.FromSigned(head.First, head.Second, strength) with { Aspect = head.Aspect, Origin = origin } : null;
        var choice = Majority(turned.Select(judgement => judgement.Choice));
        var combined = new Preference<T>(head.First, head.Second, choice) { Aspect = head.Aspect, Origin = origin };
        double[] targets = [.. turned.Select(judgement => judgement.Target).OfType<double>()];
        var share = targets.Length > 0 ? targets.Average() : 0.5;
        return choice switch { Choice.First when share <= 0.5 => combined with { SecondWins = share }, Choice.Second when share >= 0.5 => combined with { SecondWins = share }, _ => combined };
    }

    /// <summary>A choice without a strength counts as 1, a tie as 0.</summary>
    private static double Signed<T>(Preference<T> judgement) => judgement.Choice switch
    {
        Choice.First => -(judgement.Strength ?? 1),
        Choice.Second => judgement.Strength ?? 1,
        _ => 0,
    };
}
