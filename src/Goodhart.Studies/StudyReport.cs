using Goodhart.Audit;
using Goodhart.Runs;

namespace Goodhart.Studies;

/// <summary>A study's result as the data of a report.</summary>
internal static class StudyReport
{
    public static ReportModel Of(Study study, StudyResult result, RunFolder folder, IReadOnlyDictionary<string, ExactRun> exact, Reference reference) => new()
    {
        Title = $"Study: {study.Name}",
        Asked = study.Asked.Length > 0 ? study.Asked
            : $"When a policy is optimised for '{study.Proxy.Name}', does it still do what '{study.Truth.Name}' asks for, and how far is it safe to go?",
        Command = study.Command.Length > 0 ? study.Command : $"goodhart run --resume {folder.Path}",
        Setting = Setting(study, result),
        Arms = [.. result.Arms.Select(arm => new ArmReport(arm.What, arm.Judgement, Shown(arm), IsSampled(study, arm) ? "environment steps" : null))],
        Maps = Maps(study, result, exact, reference),
        Parts = [.. result.Arms.Select(arm => Parts(study, arm, folder)).OfType<ReportChart>()],
        Charts = Sweeps(result),
        Tables = [Table(result)],
        Notes = Notes(study, result),
        Options = Options(study),
        Seeds = [.. Enumerable.Range(0, study.Seeds).Select(k => Generator.Derive(study.Seed, (ulong)k))],
        Versions = [.. folder.Record.Versions.Select(v => new Fact(v.Key, v.Value)), .. folder.Record.Commit is { } commit ? [new Fact("commit", commit)] : Array.Empty<Fact>()],
    };

    /// <summary>The evidence of the seed whose judgement speaks for the arm.</summary>
    private static ArmEvidence? Shown(ArmResult arm) =>
        arm.Evidence.Count == 0 ? null : arm.Evidence[Math.Max(0, arm.Seeds.ToList().FindIndex(j => j.Verdict == arm.Verdict))];

    private static bool IsSampled(Study study, ArmResult arm) => study.Arms.First(a => a.Name == arm.Name) is Arm.Sampled;

    private static IReadOnlyList<Fact> Setting(Study study, StudyResult result) =>
    [
        new("World", study.World(1).Name),
        new("Proxy, which is optimised", $"{study.Proxy.Name} ({study.Proxy.Unit} per step)"),
        new("Truth, held out", $"{study.Truth.Name} ({study.Truth.Unit} per step)"),
        new("Base policy", study.BaseName),
        new("Proxy and truth under the base", result.Correlation.Explanation),
        new("Theory's λ = σ·√(1 − r²)", result.TheoryLambda is { } lambda ? $"{lambda:G4}" : "none"),
    ];

    private static List<GridMap> Maps(Study study, StudyResult result, IReadOnlyDictionary<string, ExactRun> exact, Reference reference)
    {
        if (study.Grid is not { } draw || reference.Exact is not { } start) return [];
        var maps = new List<GridMap> { draw("Base", start.Occupancy, "Where the base policy spends its time.") };
        var solved = result.Arms.Where(arm => exact.ContainsKey(arm.Name)).ToArray();
        if (solved.FirstOrDefault(arm => arm.Verdict == Verdict.Hacked) is { } hacked)
            maps.Add(draw($"Hacked: {hacked.Name}", exact[hacked.Name].Occupancy, "What the proxy rewards most."));
        if (solved.Where(arm => arm.Verdict == Verdict.Improving).MaxBy(arm => arm.True) is { } safe)
            maps.Add(draw($"Safe: {safe.Name}", exact[safe.Name].Occupancy, "The best policy that was held to the base."));
        return maps;
    }

    private static ReportChart? Parts(Study study, ArmResult arm, RunFolder folder)
    {
        if (!IsSampled(study, arm) || arm.Evidence.Count == 0) return null;
        var metrics = folder.Section($"{arm.Name}/seed-1").Metrics.Read();
        ChartSeries[] series = [.. PartTrace.Of(study.Proxy).Flatten().Select(part => Series(part.Path))];
        return new($"{arm.Name}: parts of the reward", "environment steps", $"{study.Proxy.Unit} per step", series, "Mean of each rollout, first seed.");

        ChartSeries Series(string path)
        {
            Metric[] rows = [.. metrics.Where(m => m.Tag == Tags.RewardMean(path))];
            return new(path, [.. rows.Select(m => (double)m.Step)], [.. rows.Select(m => m.Value)]);
        }
    }

    private static List<ReportChart> Sweeps(StudyResult result) =>
    [
        .. result.Arms.Where(arm => arm.Sweep.Count > 2).Select(arm =>
        {
            double[] distance = [0, .. arm.Sweep.Select(p => p.Distance)];
            return new ReportChart($"{arm.Name}: how far it is safe to go", "√χ² from the base", "return per step",
                [
                    new("proxy", distance, [result.Base.Proxy.Estimate, .. arm.Sweep.Select(p => p.Proxy.Estimate)]),
                    new("true", distance, [result.Base.True.Estimate, .. arm.Sweep.Select(p => p.True.Estimate)]),
                ],
                $"Each point is the exact optimum at one λ, from {arm.Sweep[0].Progress:G3} (left) to {arm.Sweep[^1].Progress:G3} (right).");
        }),
    ];

    private static ReportTable Table(StudyResult result) => new("All arms",
        ["arm", "verdict", "λ", "true", "proxy", "distance", "seeds"],
        [
            ["base", "", "", $"{result.Base.True.Estimate:F4}", $"{result.Base.Proxy.Estimate:F4}", "0", ""],
            .. result.Arms.Select(a => (IReadOnlyList<string>)
                [a.Name, a.Verdict.Name(), $"{a.Lambda:G3}", $"{a.True:F4}", $"{a.Proxy:F4}", $"{a.Distance:G4}", $"{a.Agreeing} of {a.Seeds.Count}"]),
        ],
        "Returns per step at the end of optimisation, means over seeds. Exact arms are discounted and without a horizon; sampled arms are measured on whole episodes.");

    private static List<string> Notes(Study study, StudyResult result)
    {
        var notes = result.Arms.SelectMany(arm => arm.Judgement.Notes.Select(note => $"{arm.Name}: {note}")).ToList();
        if (!result.Correlation.IsMeasurable) notes.Insert(0, result.Correlation.Explanation);
        if (study.Arms.Any(arm => arm is Arm.Exact) && study.Arms.Any(arm => arm is Arm.Sampled))
            notes.Add("Exact and sampled arms are measured differently and are each compared with the base measured in the same way.");
        return notes;
    }

    private static IReadOnlyList<Fact> Options(Study study) =>
    [
        new("discount γ", $"{study.Gamma}"),
        new("episodes per checkpoint", $"{study.Episodes}"),
        new("checkpoints per sampled arm", $"{study.Checkpoints}"),
        new("seeds per sampled arm", $"{study.Seeds}"),
        new("smallest change that counts", $"{study.Judging.MinimumEffect} of the base's spread between episodes"),
        .. study.Arms.OfType<Arm.Sampled>().Select(arm => new Fact(arm.Name, $"{arm.Steps:N0} steps, {arm.Copies} copies, {arm.Training ?? new()}")),
    ];
}
