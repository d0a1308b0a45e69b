namespace Goodhart.Audit.Scores;

/// <summary>One prompt with candidates scored step by step.</summary>
/// <param name="Name">Identity of the prompt.</param>
/// <param name="Steps">Per candidate the scores of its steps in [0, 1]; an empty list is a solution without steps.</param>
/// <param name="Gold">The gold label or score of each candidate.</param>
/// <param name="Sources">Who wrote each candidate, where known.</param>
public sealed record StepGroup(string Name, double[][] Steps, double[] Gold, string?[]? Sources = null)
{
    /// <summary>The group with one number per candidate.</summary>
    public ScoreGroup Aggregate(StepAggregate how) =>
        new(Name, [.. Steps.Select(steps => StepAggregator.Aggregate(steps, how))], Gold, Sources);

    /// <summary>What is wrong with the group: the column at fault and a sentence; nothing if it is sound.</summary>
    public (string Column, string Problem)? Fault(GoldLabels labels)
    {
        foreach (var steps in Steps)
            foreach (var step in steps)
                if (step is not (>= 0 and <= 1)) return ("score", $"a step of group '{Aggregate(StepAggregate.Last).Short}' scores {step}, steps lie in [0, 1]");
        return Aggregate(StepAggregate.Last).Fault(labels);
    }
}

/// <summary>Step scores of a process reward model; <see cref="Aggregate"/> makes a score table of them.</summary>
public sealed class StepTable
{
    /// <exception cref="ArgumentException">There is no group, a group is unsound, or a step lies outside [0, 1].</exception>
    public StepTable(string model, IReadOnlyList<StepGroup> groups, GoldLabels labels = GoldLabels.OneRight, string bench = "scores")
    {
        if (groups.Count == 0) throw new ArgumentException($"The step scores of '{model}' hold no group.", nameof(groups));
        foreach (var group in groups)
            if (group.Fault(labels) is { } fault) throw new ArgumentException($"Step scores of '{model}', {fault.Column}: {fault.Problem}.", nameof(groups));
        (Model, Bench, Groups, Labels) = (model, bench, groups, labels);
        MissingSteps = groups.Sum(g => g.Steps.Count(steps => steps.Length == 0));
    }

    public string Model { get; }

    public string Bench { get; }

    public IReadOnlyList<StepGroup> Groups { get; }

    public GoldLabels Labels { get; }

    /// <summary>Candidates without steps, which count as <see cref="StepAggregator.Missing"/>.</summary>
    public int MissingSteps { get; }

    /// <summary>A score table named "model (how)".</summary>
    public ScoreTable Aggregate(StepAggregate how) => new($"{Model} ({Name(how)})", [.. Groups.Select(g => g.Aggregate(how))], Labels, Bench);

    private static string Name(StepAggregate how) => how switch
    {
        StepAggregate.GeometricMean => "geometric mean",
        StepAggregate.MeanLogit => "mean logit",
        StepAggregate.MeanOdds => "mean odds",
        _ => how.ToString().ToLowerInvariant(),
    };
}
