using Goodhart.Statistics;

namespace Goodhart.Audit.Mismatch;

/// <summary>
/// Where the chain from a reward model's accuracy over the reward a policy reaches to what was wanted breaks ("The Alignment Ceiling", 2023, whose argument this
/// makes measurable): accuracy → evaluation (L1), accuracy → reward (L2), reward → evaluation (L3), evaluation → evaluation (L4).
/// </summary>
public static class ObjectiveMismatch
{
    /// <summary>Measures every link, within each recipe and over all runs pooled: pooled alone, recipes that differ in both make a link of nothing.</summary>
    /// <exception cref="ArgumentException">There is no run, or none that was evaluated, or not by the measure that is asked for.</exception>
    public static MismatchReport Audit(IReadOnlyList<AlignmentRun> runs, Generator rng, MismatchOptions? options = null)
    {
        options ??= new();
        if (runs.Count == 0) throw new ArgumentException("The audit needs runs, got none.", nameof(runs));
        string[] evaluations = [.. runs.SelectMany(r => r.Evaluations.Keys).Distinct()];
        if (evaluations.Length == 0) throw new ArgumentException("No run has an evaluation beside its reward, so there is nothing to compare with.", nameof(runs));
        var main = options.Main ?? evaluations[0];
        if (!evaluations.Contains(main)) throw new ArgumentException($"No run was evaluated by '{main}'.{Nearest.Hint(main, evaluations)}", nameof(options));

        List<Link> links = [];
        string[] recipes = [.. runs.Select(r => r.Recipe).Distinct()];
        foreach (var recipe in recipes) links.AddRange(Chain(recipe, [.. runs.Where(r => r.Recipe == recipe)], main, evaluations, options, rng));
        if (recipes.Length > 1) links.AddRange(Chain(null, runs, main, evaluations, options, rng));
        RecipeAccuracy[] accuracies = [.. recipes.Select(recipe => Accuracy(recipe, [.. runs.Where(r => r.Recipe == recipe)], options, rng))];
        return new(main, runs.Count, links, accuracies, Breaks(links, accuracies, recipes));
    }

    private static IEnumerable<Link> Chain(string? recipe, IReadOnlyList<AlignmentRun> runs, string main, string[] evaluations, MismatchOptions options, Generator rng)
    {
        (string, Func<AlignmentRun, double?>) accuracy = ("accuracy", r => r.Accuracy), onPolicy = ("on-policy accuracy", r => r.OnPolicyAccuracy), reward = ("reward", r => r.Reward);
        yield return Links.Measure("L1", recipe, accuracy, By(main), runs, options, rng);
        if (runs.Any(r => r.OnPolicyAccuracy is not null)) yield return Links.Measure("L1", recipe, onPolicy, By(main), runs, options, rng);
        yield return Links.Measure("L2", recipe, accuracy, reward, runs, options, rng);
        foreach (var evaluation in evaluations) yield return Links.Measure("L3", recipe, reward, By(evaluation), runs, options, rng);
        foreach (var evaluation in evaluations.Where(e => e != main)) yield return Links.Measure("L4", recipe, By(evaluation), By(main), runs, options, rng);
    }

    private static (string, Func<AlignmentRun, double?>) By(string evaluation) =>
        (evaluation, run => run.Evaluations.TryGetValue(evaluation, out var value) ? value : null);

    private static RecipeAccuracy Accuracy(string recipe, AlignmentRun[] runs, MismatchOptions options, Generator rng)
    {
        double[] fall = [.. runs.Where(r => r.OnPolicyAccuracy is not null).Select(r => r.Accuracy - r.OnPolicyAccuracy!.Value)];
        var interval = fall.Length == 0 ? new Interval(double.NaN, double.NaN, double.NaN, options.Level) : Bootstrap.Mean(fall, rng, options.Resamples, options.Level);
        return new(recipe, runs.Average(r => r.Accuracy), interval, interval.Above(options.OnPolicyFall));
    }

    /// <summary>First broken link of each recipe, in the order of the chain; a reward model that no longer knows the policy's samples stands before L2.</summary>
    private static BreakPoint[] Breaks(List<Link> links, RecipeAccuracy[] accuracies, string[] recipes) => [.. recipes.Select(recipe =>
    {
        var own = links.Where(l => l.Recipe == recipe).ToArray();
        var accuracy = accuracies.Single(a => a.Recipe == recipe);
        var broken = own.FirstOrDefault(l => l is { Name: "L1", X: "accuracy", Status: LinkStatus.Broken });
        if (broken is null && !accuracy.Lost) broken = own.FirstOrDefault(l => l is { Name: "L2" or "L3", Status: LinkStatus.Broken });
        var known = own.Any(l => l is { Name: "L1" or "L3" } && l.Status != LinkStatus.Insufficient);
        return new BreakPoint(recipe, broken, accuracy.Lost, known);
    })];
}
