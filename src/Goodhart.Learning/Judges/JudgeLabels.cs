using Goodhart.Feedback;

namespace Goodhart.Learning.Judges;

/// <summary>Pairs labelled by a judge, with what that took.</summary>
/// <param name="Preferences">One per pair, in order: the share of both orders as a soft label, the judge as its annotator; pairs without a readable verdict cannot be compared.</param>
/// <param name="Position">What the judge made of the answers' places; null without a pair.</param>
/// <param name="Summary">Counts, tokens and cost.</param>
public sealed record JudgeLabels(IReadOnlyList<Preference<Exchange>> Preferences, PositionBias? Position, JudgeSummary Summary)
{
    /// <summary>Has a judge compare pairs, in both orders.</summary>
    /// <param name="judge">Who compares.</param>
    /// <param name="pairs">Two answers to one prompt each.</param>
    /// <param name="rng">Of the intervals.</param>
    /// <param name="source">Name of the data, kept with every label.</param>
    public static JudgeLabels Of(PairJudge judge, IReadOnlyList<(Exchange First, Exchange Second)> pairs, Generator rng, string? source = null)
    {
        var verdicts = judge.Judge(Completions.Of([.. pairs.Select(p => p.First)]), Completions.Of([.. pairs.Select(p => p.Second)]));
        var origin = new Origin(judge.Name, Source: source);
        return new([.. verdicts.Select((v, i) => Label(pairs[i], v) with { Origin = origin })], verdicts.Count > 0 ? PositionBias.Of(verdicts, rng) : null, judge.Summary);
    }

    private static Preference<Exchange> Label((Exchange First, Exchange Second) pair, PairVerdict verdict)
    {
        var reason = verdict.Forward.IsReadable ? verdict.Forward.Reply : verdict.Backward.Reply;
        return verdict.SecondWins is { } share ? Preference.FromProbability(pair.First, pair.Second, share) with { Reason = reason }
            : new(pair.First, pair.Second, Choice.CannotCompare) { Reason = $"no verdict: {reason}" };
    }
}
