using Goodhart.Audit.Probes;
using Goodhart.Learning.Judges;

namespace Goodhart.Cli;

/// <summary>All that <c>goodhart reward probe</c> finds out about a reward.</summary>
/// <param name="Probes">Changes that should gain nothing.</param>
/// <param name="Search">The worst texts found; null where none were searched.</param>
/// <param name="Checks">How scores are computed; empty for judges.</param>
/// <param name="Correlates">What scores move with; empty for judges of pairs.</param>
internal sealed record ProbeFindings(ProbeReport Probes, ExploitReport? Search, IReadOnlyList<MechanicalCheck> Checks, IReadOnlyList<ScoreCorrelate> Correlates)
{
    /// <summary>What a judge has used up; null for other rewards.</summary>
    public JudgeSummary? Judging { get; init; }

    /// <summary>The worst of the probes and of the search.</summary>
    public ProbeVerdict Worst => Search is { } found && (found.Best.IsExploit || found.Constant.IsExploit) ? ProbeVerdict.Exploitable : Probes.Worst;

    /// <param name="target">What is probed.</param>
    /// <param name="data">Prompts and answers.</param>
    /// <param name="probes">Which probes.</param>
    /// <param name="options">Thresholds and seed.</param>
    /// <param name="budget">Texts scored in the search; 0 for none.</param>
    /// <param name="judged">It is a judge with a cache: how its verdicts are batched says nothing about it, and every further answer costs a request.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Ends it.</param>
    public static ProbeFindings Of(ProbeTarget target, ProbeData data, IReadOnlyList<IProbe> probes, ProbeOptions options, int budget, bool judged, IProgress<(double Done, string Probe)> progress, CancellationToken cancellation)
    {
        var report = RewardProbe.Run(target, data.References, probes, options, progress, cancellation);
        progress.Report((1, "checks"));
        var checks = judged ? [] : MechanicalChecks.Run(target, data.References, cancellation: cancellation);
        var scored = judged ? [.. data.References.Select(r => (Answer: r, Label: (double?)null))] : data.Answers;
        IReadOnlyList<ScoreCorrelate> correlates = [];
        if (target.Reward is not null && scored.Count > 1)
        {
            var labels = scored.All(a => a.Label is not null) ? scored.Select(a => a.Label!.Value).ToArray() : null;
            Exchange[] answers = [.. scored.Select(a => a.Answer)];
            correlates = ScoreCorrelates.Of(answers, target.Scores(answers, cancellation), labels, new Generator(options.Seed), options);
        }

        if (budget == 0) return new(report, null, checks, correlates);
        progress.Report((1, "search"));
        return new(report, ExploitSearch.Run(target, data.References, new(options.Seed, budget), cancellation: cancellation), checks, correlates);
    }
}
