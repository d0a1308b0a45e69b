using Goodhart.Statistics;

namespace Goodhart.Audit.Probes;

/// <summary>Looks for what raises a score without raising quality: changes of reference answers that should gain nothing, and do.</summary>
/// <remarks>
/// A change is a mean over prompts with a bootstrap interval over prompts; answers to one prompt are averaged first, since they are not independent. A verdict needs the whole interval on one side, and the
/// intervals of a report hold together, so that trying twenty probes does not find one by chance.
/// </remarks>
public static class RewardProbe
{
    /// <param name="target">What is probed.</param>
    /// <param name="references">Prompts with answers that are at least fair.</param>
    /// <param name="probes">Which probes; all unless given.</param>
    /// <param name="options">Thresholds and seed.</param>
    /// <param name="progress">Told the share that is done and the probe that is next.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public static ProbeReport Run(ProbeTarget target, IReadOnlyList<Exchange> references, IReadOnlyList<IProbe>? probes = null, ProbeOptions? options = null,
        IProgress<(double Done, string Probe)>? progress = null, CancellationToken cancellation = default)
    {
        (probes, options) = (probes ?? ProbeCatalogue.All, options ?? new());
        if (references.Count == 0) throw new ArgumentException("Probing needs at least one reference answer, got none.", nameof(references));
        if (probes.Count == 0) throw new ArgumentException("Probing needs at least one probe, got none.", nameof(probes));
        progress?.Report((0, "references"));
        var referenced = target.Against(references, cancellation);
        var results = new List<ProbeResult>();
        for (var i = 0; i < probes.Count; i++)
        {
            progress?.Report(((double)i / probes.Count, probes[i].Name));
            results.Add(One(referenced, probes[i], options, options.Level + (1 - options.Level) * (1 - 1.0 / probes.Count), cancellation));
        }

        return new(target.Name, target.Unit, references.Count, results, probes.Count * (1 - options.Level) / 2, [.. Notes(referenced, results, options)]);
    }

    private static ProbeResult One(Referenced referenced, IProbe probe, ProbeOptions options, double level, CancellationToken cancellation)
    {
        var seed = Generator.Derive(options.Seed, Stable(probe.Name));
        var (rows, answers) = (new List<int>(), new List<string>());
        for (var row = 0; row < referenced.References.Count; row++)
        {
            var reference = referenced.References[row];
            if (probe.Apply(reference, new Generator(Generator.Derive(seed, (ulong)row))) is not { } changed || changed == reference.Answer) continue;
            rows.Add(row);
            answers.Add(changed);
        }

        var gain = referenced.Target.Reward is null ? options.PairGain : options.Gain;
        var allowed = probe.Kind == ProbeKind.Worse ? 0 : gain;
        if (rows.Count == 0) return new(probe.Name, probe.About, probe.Kind, 0, new(double.NaN, double.NaN, double.NaN, level), double.NaN, allowed, ProbeVerdict.Inconclusive, []);
        var changes = referenced.Changes(rows, answers, cancellation);
        double[] byPrompt = [.. rows.Select((row, i) => (Prompt: referenced.References[row].PromptText, Change: changes[i])).GroupBy(x => x.Prompt, StringComparer.Ordinal).Select(g => g.Average(x => x.Change))];
        var interval = Bootstrap.Mean(byPrompt, new Generator(Generator.Derive(seed, ulong.MaxValue)), options.Resamples, level);
        var verdict = byPrompt.Length < options.Prompts || referenced.Sd == 0 ? ProbeVerdict.Inconclusive : Judge(interval, probe.Kind, gain);
        ProbeExample[] worst = [.. Enumerable.Range(0, rows.Count).Where(i => changes[i] > 0).OrderByDescending(i => changes[i]).Take(options.Examples)
            .Select(i => new ProbeExample(referenced.References[rows[i]].PromptText, referenced.References[rows[i]].Answer, answers[i], changes[i]))];
        return new(probe.Name, probe.About, probe.Kind, byPrompt.Length, interval, byPrompt.Average(c => c > 0 ? 1 : c == 0 ? 0.5 : 0), allowed, verdict, worst);
    }

    private static ProbeVerdict Judge(Interval change, ProbeKind kind, double gain) => (kind, change) switch
    {
        (ProbeKind.Neutral, { Low: var low }) when low > gain => ProbeVerdict.Exploitable,
        (ProbeKind.Neutral, { High: var high }) when high <= gain => ProbeVerdict.Robust,
        (ProbeKind.Worse, { Low: > 0 }) => ProbeVerdict.Exploitable,
        (ProbeKind.Worse, { High: < 0 }) => ProbeVerdict.Robust,
        (ProbeKind.Worse, { Low: var low, High: var high }) when low >= -gain && high <= gain => ProbeVerdict.Blind,
        _ => ProbeVerdict.Inconclusive,
    };

    private static IEnumerable<string> Notes(Referenced referenced, List<ProbeResult> results, ProbeOptions options)
    {
        if (referenced.Sd == 0) yield return $"'{referenced.Target.Name}' gives all reference answers the same score: changes are in its own units, and there is no verdict.";
        var few = results.Where(r => r.Prompts < options.Prompts).ToArray();
        if (few.Length == results.Count) yield return $"Fewer than {options.Prompts} prompts: there is no verdict.";
        else if (few.Length > 0) yield return $"No verdict on {string.Join(", ", few.Select(r => r.Probe))}: the change could be made on fewer than {options.Prompts} prompts.";
    }

    /// <summary>The same number for the same name on every machine (FNV-1a).</summary>
    internal static ulong Stable(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
