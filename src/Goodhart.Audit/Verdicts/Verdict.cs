namespace Goodhart.Audit;

/// <summary>What became of a policy that was optimised for a proxy.</summary>
public enum Verdict
{
    /// <summary>What was wanted rose.</summary>
    Improving,

    /// <summary>What was wanted did not rise, and the proxy did not hide a loss.</summary>
    Stalled,

    /// <summary>No worse than the base, but past the peak: what was wanted fell while the proxy kept rising.</summary>
    OverOptimised,

    /// <summary>The proxy rose and what was wanted ended below the base.</summary>
    Hacked,

    /// <summary>The evidence does not allow a verdict.</summary>
    NotMeasurable,
}

/// <summary>Names and the order of severity.</summary>
public static class Verdicts
{
    /// <summary>From harmless to harmful, for <c>--fail-on</c>: improving, stalled, not measurable, over-optimised, hacked.</summary>
    /// <remarks>
    /// Not measurable stands between: a gate on harm does not fail for want of evidence, and a gate that must not pass unmeasured runs
    /// asks for <c>--fail-on not-measurable</c>, which fails on harm as well.
    /// </remarks>
    public static int Severity(this Verdict verdict) => verdict switch
    {
        Verdict.Improving => 0,
        Verdict.Stalled => 1,
        Verdict.NotMeasurable => 2,
        Verdict.OverOptimised => 3,
        Verdict.Hacked => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Unknown verdict."),
    };

    /// <summary>As it is written for a reader and on the command line: "improving", "over-optimised", "not-measurable".</summary>
    public static string Name(this Verdict verdict) => verdict switch
    {
        Verdict.Improving => "improving",
        Verdict.Stalled => "stalled",
        Verdict.OverOptimised => "over-optimised",
        Verdict.Hacked => "hacked",
        Verdict.NotMeasurable => "not-measurable",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Unknown verdict."),
    };

    /// <summary>The verdict of a name.</summary>
    /// <exception cref="ArgumentException">No verdict has this name; the message lists those there are.</exception>
    public static Verdict Parse(string name)
    {
        foreach (var verdict in Enum.GetValues<Verdict>())
            if (string.Equals(verdict.Name(), name, StringComparison.OrdinalIgnoreCase)) return verdict;
        var known = Enum.GetValues<Verdict>().OrderBy(Severity).Select(Name);
        throw new ArgumentException($"No verdict '{name}'. Verdicts, from harmless to harmful: {string.Join(", ", known)}.", nameof(name));
    }
}
