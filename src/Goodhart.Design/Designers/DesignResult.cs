using Goodhart.Statistics;

namespace Goodhart.Design;

/// <summary>How a round came out.</summary>
/// <param name="Round">restart.round, each from 1.</param>
/// <param name="Best">Id of the round's best candidate; null where no program ran.</param>
/// <param name="Fitness">Its fitness; NaN where no program ran.</param>
/// <param name="BestSoFar">Id of the best candidate of the whole run so far.</param>
/// <param name="BestFitness">Its fitness.</param>
/// <param name="ExecuteRate">Share of the round's programs that ran.</param>
/// <param name="HumanCorrelation">Pearson's r of the best candidate's reward with the human one along its training.</param>
/// <param name="Steps">Environment steps spent in the round.</param>
public sealed record RoundSummary(
    string Round, string? Best, double Fitness, string? BestSoFar, double BestFitness, double ExecuteRate, double? HumanCorrelation, long Steps);

/// <summary>A candidate on fresh seeds.</summary>
/// <param name="Candidate">Its id.</param>
/// <param name="Search">Fitness that the search saw: selected for, so biased upwards.</param>
/// <param name="Fresh">Mean over fresh seeds of the same fitness, the highest along a training.</param>
/// <param name="Last">Mean over fresh seeds of the fitness at the end of training.</param>
/// <param name="Values">The fresh fitness, one per seed; NaN where the program failed on it.</param>
/// <param name="HumanCorrelation">Mean of Pearson's r with the human reward, where it is known.</param>
/// <param name="Flag">The audit's objection; null where it has none.</param>
/// <param name="Failure">How it failed on a fresh seed; null where it did not.</param>
public sealed record Finalist(
    string Candidate, double Search, Interval Fresh, Interval Last, IReadOnlyList<double> Values, double? HumanCorrelation, string? Flag, Failure? Failure)
{
    /// <summary>How much of the search's fitness was luck: <see cref="Search"/> − mean of <see cref="Fresh"/>.</summary>
    public double Gap => Search - Fresh.Estimate;
}

/// <summary>What came of a design.</summary>
/// <param name="Best">The candidate that was picked; null where no program ran.</param>
/// <param name="Evaluation">It on fresh seeds.</param>
/// <param name="Finalists">All that were evaluated, in the order of nomination.</param>
/// <param name="Rounds">Every round.</param>
/// <param name="Candidates">Every candidate, in order.</param>
/// <param name="MostFrequent">The failure that occurred most often; null where none did.</param>
/// <param name="Words">How it came out, for a person.</param>
public sealed record DesignResult(
    Candidate? Best, Finalist? Evaluation, IReadOnlyList<Finalist> Finalists, IReadOnlyList<RoundSummary> Rounds, IReadOnlyList<Candidate> Candidates,
    Failure? MostFrequent, string Words)
{
    /// <summary>The policy that the picked candidate's search training left, in its training's own format; empty where the training hands out none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ReadOnlyMemory<byte> Policy { get; init; }

    /// <summary>Share of all programs that ran.</summary>
    public double ExecuteRate => Candidates.Count == 0 ? 0 : (double)Candidates.Count(c => c.Runs) / Candidates.Count;
}

/// <summary>How far a design is.</summary>
/// <param name="Doing">What happens now: writing, training, evaluating.</param>
/// <param name="Round">restart.round.</param>
/// <param name="Done">Trainings of this round that are finished.</param>
/// <param name="Of">Trainings of this round.</param>
/// <param name="Best">Best fitness so far; NaN before there is one.</param>
public sealed record DesignProgress(string Doing, string Round, int Done, int Of, double Best);
