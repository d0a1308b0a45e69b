namespace Goodhart.Audit.Scores;

/// <summary>What one or several score files hold.</summary>
/// <param name="Scores">Tables of one score per candidate.</param>
/// <param name="Steps">Tables of step scores.</param>
/// <param name="Verdicts">Tables of verdicts on pairs.</param>
/// <param name="Warnings">What was mended while reading, in words.</param>
public sealed record ScoreSet(
    IReadOnlyList<ScoreTable> Scores, IReadOnlyList<StepTable> Steps, IReadOnlyList<VerdictTable> Verdicts, IReadOnlyList<string> Warnings)
{
    public static ScoreSet Empty { get; } = new([], [], [], []);

    public static ScoreSet operator +(ScoreSet a, ScoreSet b) =>
        new([.. a.Scores, .. b.Scores], [.. a.Steps, .. b.Steps], [.. a.Verdicts, .. b.Verdicts], [.. a.Warnings, .. b.Warnings]);

    /// <summary>Everything as the audit takes it, each step table once per aggregate.</summary>
    /// <param name="how">Aggregates of step scores; by default the geometric mean, which RewardMATH recommends.</param>
    public IReadOnlyList<IScored> Tables(params ReadOnlySpan<StepAggregate> how)
    {
        List<IScored> tables = [.. Scores];
        StepAggregate[] aggregates = how.IsEmpty ? [StepAggregate.GeometricMean] : [.. how];
        foreach (var table in Steps) tables.AddRange(aggregates.Select(table.Aggregate));
        return [.. tables, .. Verdicts];
    }

    internal static ScoreSet Of(ScoreTable table, params IReadOnlyList<string> warnings) => new([table], [], [], warnings);

    internal static ScoreSet Of(VerdictTable table, params IReadOnlyList<string> warnings) => new([], [], [table], warnings);

    internal static ScoreSet Of(StepTable table, params IReadOnlyList<string> warnings) => new([], [table], [], table.MissingSteps == 0 ? warnings
        : [.. warnings, $"{table.Model} on {table.Bench}: {table.MissingSteps} candidate(s) without step scores count as {StepAggregator.Missing}."]);
}
