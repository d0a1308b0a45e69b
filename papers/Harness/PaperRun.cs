using Goodhart.Statistics;

namespace Goodhart.Papers;

/// <summary>What a finding is to the page: the claim itself, or a negative control.</summary>
public enum FindingKind { Claim, Control }

/// <summary>One checked inequality.</summary>
/// <param name="Kind">Claim or control.</param>
/// <param name="What">What was measured, in words.</param>
/// <param name="Values">One value per seed; a single value where it is exact.</param>
/// <param name="Measured">Mean with its 95 % interval over the seeds (Student's t).</param>
/// <param name="Expected">The inequality in words, such as "≥ 0.85".</param>
/// <param name="Holds">Whether the whole interval satisfies it.</param>
public sealed record Finding(FindingKind Kind, string What, IReadOnlyList<double> Values, Interval Measured, string Expected, bool Holds);

/// <summary>A named line of a plot.</summary>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>A plot that the page wants in its report.</summary>
public sealed record Curve(string Title, string XLabel, string YLabel, IReadOnlyList<Series> Series);

/// <summary>Runs a page's arms over seeds and collects what it claims; the page passes when every claim and every control holds.</summary>
/// <param name="seed">First seed; arm k of a page always sees the same family of seeds.</param>
/// <param name="seeds">Repetitions of every stochastic arm.</param>
/// <param name="fast">A smaller run for the tests: the page may shrink sizes, never bounds.</param>
/// <param name="progress">Told what runs now.</param>
/// <param name="cancellation">Stops between two seeds.</param>
public sealed class PaperRun(ulong seed = 1, int seeds = 3, bool fast = false, IProgress<string>? progress = null, CancellationToken cancellation = default)
{
    private readonly List<Finding> findings = [];
    private readonly List<Curve> curves = [];
    private readonly List<string> notes = [];

    public ulong Seed { get; } = seed;

    public int Seeds { get; } = Ensure.Positive(seeds);

    public bool Fast { get; } = fast;

    public CancellationToken Cancellation { get; } = cancellation;

    public IReadOnlyList<Finding> Findings => findings;

    public IReadOnlyList<Curve> Curves => curves;

    public IReadOnlyList<string> Notes => notes;

    /// <summary>Every claim and every control holds, and there is at least one of each.</summary>
    public bool Passed => findings.All(f => f.Holds) && findings.Any(f => f.Kind == FindingKind.Claim) && findings.Any(f => f.Kind == FindingKind.Control);

    /// <summary>One measurement per seed.</summary>
    public double[] Over(Func<Generator, double> measure, int? seeds = null) => OverSeeds(s => measure(new Generator(s)), seeds);

    /// <summary>One result per seed, for arms that measure several things at once.</summary>
    public T[] OverSeeds<T>(Func<ulong, T> measure, int? seeds = null)
    {
        var count = seeds ?? Seeds;
        var results = new T[count];
        for (var i = 0; i < count; i++)
        {
            Cancellation.ThrowIfCancellationRequested();
            results[i] = measure(Generator.Derive(Seed, (ulong)i));
        }

        return results;
    }

    /// <summary>Tells the person who waits what is running.</summary>
    public void Doing(string what) => progress?.Report(what);

    public void AtLeast(string what, double[] values, double bound) => Add(FindingKind.Claim, what, values, $"≥ {bound:G4}", i => i.Low >= bound);

    public void AtLeast(string what, double value, double bound) => AtLeast(what, [value], bound);

    public void AtMost(string what, double[] values, double bound) => Add(FindingKind.Claim, what, values, $"≤ {bound:G4}", i => i.High <= bound);

    public void AtMost(string what, double value, double bound) => AtMost(what, [value], bound);

    /// <summary>A golden figure of the paper.</summary>
    public void Near(string what, double value, double expected, double tolerance) =>
        Add(FindingKind.Claim, what, [value], $"= {expected:G6} ± {tolerance:G2}", i => Math.Abs(i.Estimate - expected) <= tolerance);

    /// <summary>A statement that is not a number, such as a verdict.</summary>
    public void Holds(string what, bool holds, string expected) => Add(FindingKind.Claim, what, [holds ? 1 : 0], expected, _ => holds);

    /// <summary>A negative control: every value must satisfy the condition, or the page fails.</summary>
    public void Control(string what, double[] values, Func<double, bool> holds, string expected) =>
        Add(FindingKind.Control, what, values, expected, _ => values.All(holds));

    public void Control(string what, double value, Func<double, bool> holds, string expected) => Control(what, [value], holds, expected);

    public void Plot(Curve curve) => curves.Add(curve);

    /// <summary>Something a reader has to know about how the claim came out.</summary>
    public void Note(string text) => notes.Add(text);

    private void Add(FindingKind kind, string what, double[] values, string expected, Func<Interval, bool> holds)
    {
        var measured = values.Length == 1 ? Interval.Exact(values[0]) : StudentT.Mean(values);
        findings.Add(new(kind, what, values, measured, expected, holds(measured)));
    }
}
