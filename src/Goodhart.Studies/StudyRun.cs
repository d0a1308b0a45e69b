using System.Text.Json;
using Goodhart.Audit;
using Goodhart.Runs;
using TorchSharp;

namespace Goodhart.Studies;

/// <summary>Takes a study through its arms to verdicts and a report.</summary>
public static class StudyRun
{
    /// <summary>Runs a study in a new folder under <paramref name="root"/>.</summary>
    /// <param name="study">The question.</param>
    /// <param name="root">Where run folders lie.</param>
    /// <param name="options">What to keep in run.json so that the run can be made again; the study's plain facts when null.</param>
    /// <param name="progress">Told how far each arm is; may be called from several threads.</param>
    /// <param name="cancellation">Stops cleanly: what was computed stays, and <see cref="Resume(Study, string, IProgress{StudyProgress}?, CancellationToken)"/> continues it.</param>
    /// <exception cref="RunFolderException">The folder cannot be written; what was computed before is intact.</exception>
    public static StudyResult Run(
        this Study study, string root = "runs", object? options = null, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        study.Check();
        using var folder = RunFolder.Create(root, study.Name, options ?? new { study.Asked, Arms = study.Arms.Select(a => a.Name) }, study.Seed, TimeProvider.System);
        return Go(study, folder, progress, cancellation);
    }

    /// <summary>Continues an interrupted or killed run of the same study, bit for bit.</summary>
    /// <exception cref="RunFolderException">There is no such run, or another process has it.</exception>
    public static StudyResult Resume(this Study study, string path, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        study.Check();
        using var folder = RunFolder.Open(path);
        return Resume(study, folder, progress, cancellation);
    }

    /// <summary>As <see cref="Resume(Study, string, IProgress{StudyProgress}?, CancellationToken)"/>, in a folder that is open already.</summary>
    public static StudyResult Resume(this Study study, RunFolder folder, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        study.Check();
        folder.Restart();
        return Go(study, folder, progress, cancellation);
    }

    private static StudyResult Go(Study study, RunFolder folder, IProgress<StudyProgress>? progress, CancellationToken cancellation)
    {
        var (status, threads) = (RunStatus.Failed, torch.get_num_threads());
        try
        {
            torch.set_num_threads(1);   // sampled runs go side by side
            progress?.Report(new("base policy", 0, "measuring"));
            var reference = Reference.Measure(study, cancellation);
            progress?.Report(new("base policy", 1, reference.Correlation.Explanation));
            // An arm that asks for the theory's λ where there is none is not measurable; the others go on.
            var runnable = study with { Arms = [.. study.Arms.Where(arm => reference.WeightOf(arm) is not null)] };
            var exact = runnable.Arms.OfType<Arm.Exact>().ToDictionary(arm => arm.Name, arm => ExactRun.Go(study, arm, reference, progress, cancellation));
            var sampled = Sampled(runnable, folder, reference, progress, cancellation);
            var result = new StudyResult(study.Name, reference.Correlation, reference.Lambda, reference.Start,
                [.. study.Arms.Select(arm => Result(study, arm, reference, exact, sampled))], folder.Path, Path.Combine(folder.Path, "report.html"));
            folder.Write("result.json", stream => JsonSerializer.Serialize(stream, result, RunRecord.Json));
            folder.Write("report.html", stream => ReportWriter.Write(StudyReport.Of(study, result, folder, exact, reference), stream));
            status = RunStatus.Finished;
            return result;
        }
        catch (OperationCanceledException)
        {
            status = RunStatus.Interrupted;
            throw;
        }
        finally
        {
            torch.set_num_threads(threads);
            folder.Finish(status);
        }
    }

    private static Dictionary<string, ArmEvidence[]> Sampled(
        Study study, RunFolder folder, Reference reference, IProgress<StudyProgress>? progress, CancellationToken cancellation)
    {
        var arms = study.Arms.OfType<Arm.Sampled>().ToArray();
        var evidence = arms.ToDictionary(arm => arm.Name, _ => new ArmEvidence[study.Seeds]);
        SampledRun[] runs = [.. arms.SelectMany(arm => Enumerable.Range(0, study.Seeds), (arm, k) => new SampledRun(study, arm, k, reference, folder.Section($"{arm.Name}/seed-{k + 1}")))];
        // The pool must not throw at the first cancelled run: the others save their state too.
        Parallel.ForEach(runs, new ParallelOptions { MaxDegreeOfParallelism = study.Parallel }, run =>
        {
            if (!cancellation.IsCancellationRequested) run.Go(evidence, progress, cancellation);
        });
        cancellation.ThrowIfCancellationRequested();
        return evidence;
    }

    private static ArmResult Result(
        Study study, Arm arm, Reference reference, Dictionary<string, ExactRun> exact, Dictionary<string, ArmEvidence[]> sampled)
    {
        if (reference.WeightOf(arm) is not { } weight)
        {
            var none = Judge.NotMeasurable(arm.Name, $"it asks for the theory's λ, and there is none. {reference.Correlation.Explanation}");
            return new(arm.Name, "Not run.", double.NaN, none, [none], [], []);
        }

        ArmEvidence[] evidence = exact.TryGetValue(arm.Name, out var solved) ? [solved.Evidence] : sampled[arm.Name];
        Judgement[] seeds = [.. evidence.Select(e => Judge.Decide(e, study.Judging))];
        return new(arm.Name, ArmWords.Of(arm, weight), weight, Agree(seeds), seeds, evidence, solved?.Sweep ?? []);
    }

    /// <summary>The most severe verdict that at least half of the seeds reach or pass, in the words of a seed that reached it.</summary>
    internal static Judgement Agree(IReadOnlyList<Judgement> seeds)
    {
        var bySeverity = seeds.OrderByDescending(j => j.Verdict.Severity()).ToArray();
        var agreed = bySeverity[(seeds.Count - 1) / 2];
        var count = seeds.Count(j => j.Verdict == agreed.Verdict);
        return seeds.Count == 1 ? agreed : agreed with { Reason = $"{agreed.Reason} So in {count} of {seeds.Count} seeds." };
    }
}
