using Goodhart.Audit.Probes;
using Goodhart.Learning.Judges;

namespace Goodhart.Cli;

/// <summary>All that <c>goodhart reward probe</c> finds out about a reward.</summary>
/// <param name="Probes">Changes that should gain nothing.</param>
/// <param name="Search">The worst texts found; null where none were searched.</param>
/// <param name="Checks">How scores are computed.</param>
/// <param name="Correlates">What scores move with; empty for judges of pairs.</param>
internal sealed record ProbeFindings(ProbeReport Probes, ExploitReport? Search, IReadOnlyList<MechanicalCheck> Checks, IReadOnlyList<ScoreCorrelate> Correlates)
{
    /// <summary>What a judge has used up; null for other rewards.</summary>
    public JudgeSummary? Judging { get; init; }

    /// <summary>The worst of the probes and of the search.</summary>
    public ProbeVerdict Worst => Search is { } found && (found.Best.IsExploit || found.Constant.IsExploit) ? ProbeVerdict.Exploitable : Probes.Worst;

    public static ProbeFindings Of(ProbeTarget target, ProbeData data, IReadOnlyList<IProbe> probes, ProbeOptions options, int budget, IProgress<(double Done, string Probe)> progress, CancellationToken cancellation)
    {
        var report = RewardProbe.Run(target, data.References, probes, options, progress, cancellation);
        progress.Report((1, "checks"));
        var checks = MechanicalChecks.Run(target, data.References, cancellation: cancellation);
        IReadOnlyList<ScoreCorrelate> correlates = [];
        if (target.Reward is not null && data.Answers.Count > 1)
        {
            var labels = data.Answers.All(a => a.Label is not null) ? data.Answers.Select(a => a.Label!.Value).ToArray() : null;
            Exchange[] answers = [.. data.Answers.Select(a => a.Answer)];
            correlates = ScoreCorrelates.Of(answers, target.Scores(answers, cancellation), labels, new Generator(options.Seed), options);
        }

        if (budget == 0) return new(report, null, checks, correlates);
        progress.Report((1, "search"));
        return new(report, ExploitSearch.Run(target, data.References, new(options.Seed, budget), cancellation: cancellation), checks, correlates);
    }
}
