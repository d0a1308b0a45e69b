using Goodhart.Feedback;

namespace Goodhart.Worlds.Preferences;

/// <summary>A habit of judging by one feature instead of by what is wanted.</summary>
/// <param name="Feature">Column of the feature; more of it is preferred.</param>
/// <param name="Share">Share of judgements that go by it alone, in [0, 1]; answers alike in it are judged as usual.</param>
public sealed record Habit(int Feature, double Share)
{
    public double Share { get; init; } = Ensure.InRange(Share, 0.0, 1.0);
}

/// <summary>Limited attention: differences are seen the less clearly the more steps two answers differ in.</summary>
/// <param name="Steps">Differing steps at which a difference is seen as it is; the perceived gap is gap·Steps/differing.</param>
/// <param name="StepWidth">Columns that make a step.</param>
public sealed record Attention(double Steps, int StepWidth = 1)
{
    public double Steps { get; init; } = Ensure.Positive(Steps);

    public int StepWidth { get; init; } = Ensure.Positive(StepWidth);

    internal double Share(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var differing = 0;
        for (var from = 0; from < first.Length; from += StepWidth)
        {
            var width = Math.Min(StepWidth, first.Length - from);
            if (!first.Slice(from, width).SequenceEqual(second.Slice(from, width))) differing++;
        }

        return differing == 0 ? 1 : Steps / differing;
    }
}

/// <summary>Somebody who compares and rates answers, with the faults that people and judges have.</summary>
/// <param name="Name">Becomes the origin of what they say.</param>
public sealed record Annotator(string Name)
{
    public Perception Perception { get; init; } = new Perception.Exact();

    /// <summary>What they want, where that is not the world's gold.</summary>
    public IReward<FeatureRows>? Taste { get; init; }

    public Habit? Habit { get; init; }

    public Attention? Attention { get; init; }

    /// <summary>Share of labels that come out reversed, in [0, 1].</summary>
    public double FlipRate { get; init => field = Ensure.InRange(value, 0.0, 1.0); }

    /// <summary>Flip rates on pairs that carry a tag; with several tags the highest, and never below <see cref="FlipRate"/>.</summary>
    public IReadOnlyDictionary<int, double> TagFlips { get; init; } = new Dictionary<int, double>();

    /// <summary>Perceived gaps below this, in gold's unit, are called a tie; equal answers always are where perception is exact.</summary>
    public double TiesWithin { get; init => field = Ensure.NotNegative(value); }

    /// <summary>Ascending limits of |perceived gap| between strengths 1, 2, …; none for no strengths.</summary>
    public IReadOnlyList<double> StrengthLimits { get; init; } = [];

    /// <summary>On whose behalf.</summary>
    public string? User { get; init; }

    /// <summary>Price of a judgement.</summary>
    public double Cost { get; init; } = 1;

    /// <summary>Their judgement of every pair.</summary>
    public Annotations Judge(Comparisons pairs, Generator rng)
    {
        var gap = Gaps(pairs);
        var (labels, flipped) = (new Judgement[pairs.Count], new bool[pairs.Count]);
        for (var i = 0; i < labels.Length; i++) (labels[i], flipped[i]) = JudgeOne(pairs, i, gap[i], rng);
        return new(pairs, labels, flipped, [.. Enumerable.Repeat(this, pairs.Count)]);
    }

    /// <summary>Probabilities that they prefer the first and the second of every pair, exactly; the rest are ties. // (Count)</summary>
    public IReadOnlyList<(double First, double Second)> Law(Comparisons pairs)
    {
        var gap = Gaps(pairs);
        var law = new (double, double)[pairs.Count];
        for (var i = 0; i < law.Length; i++)
        {
            double seen = gap[i] * Clarity(pairs, i), flips = Flips(pairs, i);
            double above = 1 - Perception.Below(Math.Max(TiesWithin, double.Epsilon), seen), below = Perception.Below(-TiesWithin, seen);
            if (HabitGap(pairs, i) is var habit and not 0)
                (above, below) = ((1 - Habit!.Share) * above + (habit > 0 ? Habit.Share : 0), (1 - Habit.Share) * below + (habit < 0 ? Habit.Share : 0));
            law[i] = ((1 - flips) * below + flips * above, (1 - flips) * above + flips * below);
        }

        return law;
    }

    internal (Judgement Label, bool Flipped) JudgeOne(Comparisons pairs, int i, double gap, Generator rng)
    {
        var habit = HabitGap(pairs, i);
        var byHabit = habit != 0 && rng.NextDouble() < Habit!.Share;
        var perceived = byHabit ? habit : Perception.Draw(gap * Clarity(pairs, i), rng);
        if (perceived == 0 || (!byHabit && Math.Abs(perceived) < TiesWithin)) return (new(Choice.Tie, null), false);
        var flips = Flips(pairs, i);
        var flipped = flips > 0 && rng.NextDouble() < flips;
        return (new(perceived > 0 == !flipped ? Choice.Second : Choice.First, Strength(Math.Abs(perceived))), flipped);
    }

    internal float[] Gaps(Comparisons pairs) => Taste is null ? [.. pairs.Gap] : pairs.GapBy(Taste);

    private double Clarity(Comparisons pairs, int i) => Attention?.Share(pairs.First[i], pairs.Second[i]) ?? 1;

    private double HabitGap(Comparisons pairs, int i) => Habit is null ? 0 : pairs.Second[i][Habit.Feature] - pairs.First[i][Habit.Feature];

    private double Flips(Comparisons pairs, int i)
    {
        var rate = FlipRate;
        foreach (var (tag, flips) in TagFlips)
            if (pairs.HasTag(i, tag)) rate = Math.Max(rate, flips);
        return rate;
    }

    private double? Strength(double perceived) => StrengthLimits.Count == 0 ? null : 1 + StrengthLimits.Count(limit => perceived >= limit);
}

/// <summary>One judgement of a pair.</summary>
internal readonly record struct Judgement(Choice Choice, double? Strength);
