namespace Goodhart.Audit.Lint;

/// <summary>How much a finding matters.</summary>
public enum LintSeverity
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>Often a mistake.</summary>
    Warning,

    /// <summary>Cannot be trained on as it is.</summary>
    Error,
}

/// <summary>Something about a reward that its author may not have meant.</summary>
/// <param name="Rule">Which rule found it: "scale", "dead-part", …; see <see cref="RewardLint"/>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Part">Path of the part it is about.</param>
/// <param name="Message">What is the case, with numbers.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record LintFinding(string Rule, LintSeverity Severity, string Part, string Message, string Remedy);

/// <summary>What a linter saw and found.</summary>
/// <param name="Reward">Name of the reward.</param>
/// <param name="World">Name of the world.</param>
/// <param name="Transitions">Transitions that were sampled.</param>
/// <param name="Episodes">Episodes among them that ended.</param>
/// <param name="Findings">Most severe first.</param>
/// <param name="Parts">Scale of every part on the sample.</param>
public sealed record LintReport(string Reward, string World, int Transitions, int Episodes, IReadOnlyList<LintFinding> Findings, IReadOnlyList<PartScale> Parts)
{
    /// <summary>The most severe finding; null when there is none.</summary>
    public LintSeverity? Worst => Findings.Count == 0 ? null : Findings.Max(f => f.Severity);
}

/// <summary>How large a part is on the sampled transitions.</summary>
/// <param name="Path">The part.</param>
/// <param name="Min">Least score.</param>
/// <param name="Mean">Mean score.</param>
/// <param name="Max">Largest score.</param>
/// <param name="Std">Standard deviation.</param>
/// <param name="Share">Its share of the summed variances of its siblings, weights included; 1 for the whole.</param>
public sealed record PartScale(string Path, double Min, double Mean, double Max, double Std, double Share);
