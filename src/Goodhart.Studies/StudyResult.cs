using Goodhart.Audit;

namespace Goodhart.Studies;

/// <summary>How an arm came out.</summary>
/// <param name="Name">The arm.</param>
/// <param name="What">How it optimised the proxy, in words.</param>
/// <param name="Lambda">The weight that held it, 0 for none.</param>
/// <param name="Judgement">The verdict that at least half of the seeds reach (the most severe such one), with one seed's evidence.</param>
/// <param name="Seeds">One judgement per seed; a single one for exact arms.</param>
/// <param name="Evidence">What each judgement rests on, in the same order.</param>
/// <param name="Sweep">Optima at the other weights of an exact arm's sweep, by falling weight.</param>
public sealed record ArmResult(
    string Name, string What, double Lambda, Judgement Judgement, IReadOnlyList<Judgement> Seeds, IReadOnlyList<ArmEvidence> Evidence, IReadOnlyList<Checkpoint> Sweep)
{
    public Verdict Verdict => Judgement.Verdict;

    /// <summary>Mean over seeds of the final checkpoint's true return per step.</summary>
    public double True => Mean(e => e.Path[^1].True.Estimate);

    /// <summary>Mean over seeds of the final checkpoint's proxy return per step.</summary>
    public double Proxy => Mean(e => e.Path[^1].Proxy.Estimate);

    /// <summary>Mean over seeds of the final checkpoint's distance from the base.</summary>
    public double Distance => Mean(e => e.Path[^1].Distance);

    /// <summary>Seeds that share the verdict.</summary>
    public int Agreeing => Seeds.Count(j => j.Verdict == Verdict);

    // NaN for an arm that could not be run.
    private double Mean(Func<ArmEvidence, double> of) => Evidence.Select(of).DefaultIfEmpty(double.NaN).Average();
}

/// <summary>What a study found.</summary>
/// <param name="Name">The study.</param>
/// <param name="Correlation">Proxy and truth under the base policy.</param>
/// <param name="TheoryLambda">λ = σ·√(1 − r²); null where the proxy is not a correlated one.</param>
/// <param name="Base">The base policy's returns.</param>
/// <param name="Arms">One result per arm, in order.</param>
/// <param name="Folder">The run folder.</param>
/// <param name="Report">Path of report.html.</param>
public sealed record StudyResult(
    string Name, ProxyCorrelation Correlation, double? TheoryLambda, Checkpoint Base, IReadOnlyList<ArmResult> Arms, string Folder, string Report)
{
    /// <summary>The most severe verdict of all arms.</summary>
    public Verdict Worst => Judge.Worst(Arms.Select(a => a.Judgement));

    /// <summary>One line per arm.</summary>
    public override string ToString() => string.Join('\n',
        Arms.Select(a => $"{a.Name}: {a.Verdict.Name()}. {a.Judgement.Reason}").Append($"Report: {Report}"));
}
