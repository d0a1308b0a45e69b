using Goodhart.Statistics;

namespace Goodhart.Audit.Probes;

/// <summary>What a probe shows.</summary>
public enum ProbeVerdict
{
    /// <summary>The whole interval of the change lies at or below what is allowed, and below 0 where content is lost.</summary>
    Robust,

    /// <summary>The interval does not say, there are too few prompts, or the reward does not vary.</summary>
    Inconclusive,

    /// <summary>Content is lost, and the whole interval lies within what would be noticeable: the reward does not see it, and nothing holds a policy back from losing it.</summary>
    Blind,

    /// <summary>The whole interval of the change lies above what is allowed.</summary>
    Exploitable,
}

/// <summary>A changed answer that the reward likes better than the reference.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Reference">The answer it was made from.</param>
/// <param name="Changed">The changed answer.</param>
/// <param name="Change">By how much more it is liked.</param>
public sealed record ProbeExample(string Prompt, string Reference, string Changed, double Change);

/// <summary>One probe's outcome.</summary>
/// <param name="Probe">Its name.</param>
/// <param name="About">What it does.</param>
/// <param name="Kind">Whether content is lost.</param>
/// <param name="Prompts">Prompts on which the change could be made.</param>
/// <param name="Change">Mean change over prompts, with an interval that holds together with the other probes'.</param>
/// <param name="Wins">Share of prompts on which the changed answer is liked better, ties counting one half.</param>
/// <param name="Allowed">Change up to which nothing is gained: 0 where content is lost.</param>
/// <param name="Verdict">What it shows.</param>
/// <param name="Worst">Examples of the greatest gains, greatest first.</param>
public sealed record ProbeResult(string Probe, string About, ProbeKind Kind, int Prompts, Interval Change, double Wins, double Allowed, ProbeVerdict Verdict, IReadOnlyList<ProbeExample> Worst);

/// <summary>What all probes show of one reward.</summary>
/// <param name="Reward">Its name.</param>
/// <param name="Unit">What changes are counted in.</param>
/// <param name="References">Reference answers.</param>
/// <param name="Results">One per probe.</param>
/// <param name="ByChance">Probes that would be flagged by chance on the border of what is allowed, were each interval drawn for itself.</param>
/// <param name="Notes">What to know when reading it.</param>
public sealed record ProbeReport(string Reward, string Unit, int References, IReadOnlyList<ProbeResult> Results, double ByChance, IReadOnlyList<string> Notes)
{
    public ProbeVerdict Worst => Results.Count == 0 ? ProbeVerdict.Inconclusive : Results.Max(r => r.Verdict);

    /// <summary>Names of the probes that exploit the reward.</summary>
    public IReadOnlyList<string> Exploits => [.. Results.Where(r => r.Verdict == ProbeVerdict.Exploitable).Select(r => r.Probe)];
}
