using Goodhart.Statistics;

namespace Goodhart.Audit.Mismatch;

/// <summary>How well the reward models of a recipe know its policies' own samples.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Accuracy">Mean accuracy on held-out preferences.</param>
/// <param name="Fall">Accuracy there minus accuracy on the policy's own samples, mean over runs; NaN where nobody measured it.</param>
/// <param name="Lost">The whole interval of the fall lies beyond what is allowed.</param>
public sealed record RecipeAccuracy(string Recipe, double Accuracy, Interval Fall, bool Lost);

/// <summary>Where the chain of a recipe breaks first.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Link">The first broken link; null where none is.</param>
/// <param name="OffPolicy">The reward models no longer know what the policies say.</param>
/// <param name="Measurable">There were runs enough for the chain's first or third link.</param>
public sealed record BreakPoint(string Recipe, Link? Link, bool OffPolicy, bool Measurable)
{
    /// <summary>Nothing broke, and it could have been seen.</summary>
    public bool Intact => Measurable && Link is null && !OffPolicy;

    /// <summary>The cause in words; only what was measured is called measured.</summary>
    public string Explanation => this switch
    {
        { Measurable: false } => "Not measurable: too few runs, or nothing varies.",
        { OffPolicy: true } => "Distribution shift (measured): the reward models order held-out pairs well and the policies' own samples badly."
            + (Link is null ? "" : $" {Link.X} no longer goes with {Link.Y}."),
        { Link.Name: "L1" } => "Proxy error: a better accuracy does not make a better policy; that the preferences do not cover the evaluation is assumed, not measured.",
        { Link.Name: "L2" } => "Optimisation: accuracy does not go with the reward reached; scales of reward models differ, or policies are far from their optimum (assumed).",
        { Link: { } link } => $"{link.X} does not go with {link.Y}: more reward is not more of what was wanted.",
        _ => "No link breaks.",
    };

    /// <summary>What the literature offers against the cause.</summary>
    public IReadOnlyList<string> Remedies => this switch
    {
        { OffPolicy: true } => ["learn the reward again on the policy's own samples, or weight pairs by the policy's probability", "ensembles whose members' bodies differ, or a penalty for disagreement", "a stronger regulariser: less distance from the reference"],
        { Link.Name: "L1" } => ["evaluate reward models by best-of-n on the policy's distribution, not by pairs", "more and cleaner preferences; check the file's labels by voting"],
        { Link.Name: "L2" } => ["put rewards on one scale before policies are compared", "optimise longer, or exactly where the world allows"],
        { Link: not null } => ["choose the checkpoint by an evaluation that is not reported", "bounded rewards, constraints, early stopping at the gold peak"],
        _ => [],
    };
}

/// <summary>The three links of the chain over a collection of runs, and where it breaks.</summary>
/// <param name="Main">The evaluation that stands for what was wanted.</param>
/// <param name="Runs">Runs looked at.</param>
/// <param name="Links">Every link, by recipe and pooled.</param>
/// <param name="Accuracies">Accuracy on and off policy, by recipe.</param>
/// <param name="Breaks">Where each recipe's chain breaks first.</param>
public sealed record MismatchReport(string Main, int Runs, IReadOnlyList<Link> Links, IReadOnlyList<RecipeAccuracy> Accuracies, IReadOnlyList<BreakPoint> Breaks)
{
    /// <summary>1 − max(0, ρ) of accuracy and the main evaluation: 0 where the most accurate reward model makes the best policy. NaN where it cannot be told.</summary>
    public double Index(string recipe) => Link("L1", "accuracy", recipe) is { } link && !double.IsNaN(link.Spearman.Estimate) ? 1 - Math.Max(0, link.Spearman.Estimate) : double.NaN;

    /// <summary>A recipe's link, or a pooled one's with null.</summary>
    public Link? Link(string name, string x, string? recipe, string? y = null) =>
        Links.FirstOrDefault(l => l.Name == name && l.X == x && l.Recipe == recipe && (y is null || l.Y == y));
}
