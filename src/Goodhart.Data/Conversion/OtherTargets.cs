namespace Goodhart.Data;

/// <summary>Targets that hold more than pairs.</summary>
internal static class OtherTargets
{
    /// <summary>Best of many: the answers of rank 1 are right, all others wrong.</summary>
    public static IFeedbackTarget RewardBenchSecond { get; } = new RowTarget("rewardbench-2", wantsPairs: false, (row, tally) => row switch
    {
        RankingRow { Ranking: var ranking } when ranking.Ranks.Any(rank => rank > 1) => Many(row, Ranked(ranking, right: true), Ranked(ranking, right: false), ranking.Ranks.Any(rank => rank > 2), tally),
        RankingRow => TrlTargets.Dropped(tally, "rankings without a worse answer"),
        PreferenceRow { Preference.Ordered: var (better, worse) } => Many(row, [better], [worse], false, tally),
        PreferenceRow => TrlTargets.Dropped(tally, "pairs without a better answer"),
        _ => TrlTargets.Dropped(tally, $"{DataCheck.Kind(row)} compare nothing"),
    });

    /// <summary>Ratings by HelpSteer's five attributes, on its scale of 0 … 4.</summary>
    public static IFeedbackTarget HelpSteer { get; } = new RowTarget("helpsteer2", wantsPairs: false, (row, tally) =>
    {
        if (row is not RatingRow { Rating: var rating }) return TrlTargets.Dropped(tally, $"{DataCheck.Kind(row)} are no ratings");
        if (!Goodhart.Data.HelpSteer.Attributes.Any(rating.Marks.ContainsKey)) return TrlTargets.Dropped(tally, "ratings by other attributes");
        if (PairTargets.HelpSteerPrompt(rating.Item.Prompt) is not { } prompt) return TrlTargets.Dropped(tally, "prompts with a system's or a tool's turn");
        Dictionary<string, object?> cells = new() { ["prompt"] = prompt, ["response"] = rating.Item.Answer };
        foreach (var name in Goodhart.Data.HelpSteer.Attributes)
        {
            if (!rating.Marks.TryGetValue(name, out var mark)) continue;
            var value = 4 * mark.Share;
            cells[name] = value is null ? null : value == Math.Round(value.Value) ? (object)(long)value.Value : value.Value;
        }

        if (rating.Marks.Keys.Except(Goodhart.Data.HelpSteer.Attributes).Any()) tally.Lose("marks of other attributes");
        return [cells];
    });

    /// <summary>Tasks with a known result, for training by checking: prompts, and demonstrations whose result is known.</summary>
    public static IFeedbackTarget Verl { get; } = new RowTarget("verl", wantsPairs: false, (row, tally) =>
    {
        var truth = row is PromptRow task ? task.Truth : row is DemonstrationRow ? row.Tags.GetValueOrDefault("answer") : null;
        if (truth is null) return TrlTargets.Dropped(tally, $"{DataCheck.Kind(row)} without a known result");
        if (row is DemonstrationRow) tally.Lose("worked solutions");
        return
        [
            new()
            {
                ["data_source"] = row.Tags.GetValueOrDefault("data_source") ?? row.Place.File,
                ["prompt"] = Spoken.Turns(row.Exchanges.First().Prompt),
                ["ability"] = row.Tags.GetValueOrDefault("ability") ?? "",
                ["reward_model"] = new Dictionary<string, object?> { ["style"] = row.Tags.GetValueOrDefault("style") ?? "rule", ["ground_truth"] = truth },
                ["extra_info"] = new Dictionary<string, object?> { ["id"] = row.Id, ["split"] = row.Tags.GetValueOrDefault("split") ?? "" },
            },
        ];
    });

    private static Exchange[] Ranked(Feedback.Ranking<Exchange> ranking, bool right) => [.. ranking.Items.Where((_, i) => ranking.Ranks[i] == 1 == right)];

    private static IEnumerable<Dictionary<string, object?>> Many(FeedbackRow row, Exchange[] right, Exchange[] wrong, bool deeper, ConversionTally tally)
    {
        if (Spoken.Single(right[0].Prompt, tally) is not { } prompt) return [];
        if (deeper) tally.Lose("order among the answers below the first rank");
        return
        [
            new()
            {
                ["id"] = row.Id,
                ["prompt"] = prompt,
                ["chosen"] = right.Select(item => item.Answer).ToList(),
                ["rejected"] = wrong.Select(item => item.Answer).ToList(),
                ["num_correct"] = (long)right.Length,
                ["total_completions"] = (long)(right.Length + wrong.Length),
                ["subset"] = row.Tags.GetValueOrDefault("subset") ?? "all",
            },
        ];
    }
}
