using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>TRL's columns: standard for plain text, conversational otherwise.</summary>
internal static class TrlTargets
{
    public static IFeedbackTarget Preference { get; } = new PairTarget("trl-preference", (row, better, worse, tally) =>
    {
        // One prompt column cannot hold two prompts; whole conversations without it can.
        var shared = better.Prompt.SequenceEqual(worse.Prompt);
        Dictionary<string, object?> cells = shared
            ? new() { ["prompt"] = Spoken.Prompt(better.Prompt), ["chosen"] = Spoken.Answer(better), ["rejected"] = Spoken.Answer(worse) }
            : new() { ["chosen"] = Spoken.Whole(better), ["rejected"] = Spoken.Whole(worse) };
        if (row.Preference.Strength is > 0 and var strength) cells["margin"] = strength;
        if (row.Preference.Reason is not null) tally.Lose("reasons");
        return cells;
    });

    public static IFeedbackTarget Unpaired { get; } = new RowTarget("trl-unpaired", wantsPairs: false, (row, tally) => row switch
    {
        PreferenceRow { Preference.Ordered: var (better, worse) } => [Labelled(better, true), Labelled(worse, false)],
        PreferenceRow => Dropped(tally, "pairs without a better answer"),
        RankingRow ranking => ranking.Ranking.Items.Select((item, i) => Labelled(item, ranking.Ranking.Ranks[i] == 1)),
        RatingRow rating => tally.Share(rating) is { } share ? [Labelled(rating.Rating.Item, share >= tally.Options.Threshold)] : Dropped(tally, "ratings without a mark"),
        _ => Dropped(tally, $"{DataCheck.Kind(row)} judge nothing"),
    });

    /// <summary>The solution as it was continued, and one more row for every candidate that was not (as TRL converts PRM800K); a step is right if its mark is the best.</summary>
    public static IFeedbackTarget Stepwise { get; } = new RowTarget("trl-stepwise", wantsPairs: false,
        (row, tally) => row is StepsRow steps ? Solutions(steps.Steps, tally) : Dropped(tally, $"{DataCheck.Kind(row)} have no steps"));

    public static IFeedbackTarget PromptCompletion { get; } = new RowTarget("trl-prompt-completion", wantsPairs: false, (row, tally) => row is DemonstrationRow { Demonstration.Item: var item }
        ? [new() { ["prompt"] = Spoken.Prompt(item.Prompt), ["completion"] = Spoken.Answer(item) }]
        : Dropped(tally, $"{DataCheck.Kind(row)} demonstrate nothing"));

    public static IFeedbackTarget PromptOnly { get; } = new RowTarget("trl-prompt-only", wantsPairs: false, (row, tally) =>
    {
        var prompt = row.Exchanges.First().Prompt;
        if (prompt.Count == 0) return Dropped(tally, "answers without a prompt");
        return tally.IsNew(Fingerprint.Of(prompt)) ? [new() { ["prompt"] = Spoken.Prompt(prompt) }] : Dropped(tally, "feedback whose prompt is written already");
    });

    internal static IEnumerable<Dictionary<string, object?>> Dropped(ConversionTally tally, string why)
    {
        tally.Drop(why);
        return [];
    }

    private static Dictionary<string, object?> Labelled(Exchange item, bool label) =>
        new() { ["prompt"] = Spoken.Prompt(item.Prompt), ["completion"] = Spoken.Answer(item), ["label"] = label };

    private static IEnumerable<Dictionary<string, object?>> Solutions(StepLabels<string> solution, ConversionTally tally)
    {
        List<StepLabel<string>> taken = [];
        foreach (var place in solution.Steps)
        {
            for (var i = 0; i < place.Candidates.Count; i++)
                if (i != place.Chosen && Solution(solution.Task, [.. taken, place.Candidates[i]], tally) is { } aside) yield return aside;
            if (place.Taken is not { } step) break;
            taken.Add(step);
        }

        if (taken.Count > 0 && Solution(solution.Task, taken, tally) is { } whole) yield return whole;
    }

    private static Dictionary<string, object?>? Solution(string task, IReadOnlyList<StepLabel<string>> steps, ConversionTally tally)
    {
        if (steps.Any(step => step.Mark.Value is null))
        {
            tally.Drop("solutions with an unlabelled step");
            return null;
        }

        if (steps.Any(step => step.Mark.Share is > 0 and < 1)) tally.Lose("steps that are neither right nor wrong, written as wrong");
        return new() { ["prompt"] = task, ["completions"] = steps.Select(step => (object?)step.Step).ToList(), ["labels"] = steps.Select(step => (object?)(step.Mark.Share == 1)).ToList() };
    }
}
