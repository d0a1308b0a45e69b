using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>PRM800K: at each step of a solution the candidates with −1, 0 or 1, the one that was continued, or the step a person wrote.</summary>
internal static class Prm800k
{
    private static readonly Scale scale = new(-1, 1);

    public static IFeedbackFormat Format { get; } = new RowFormat("prm800k", "{question: {problem}, label: {steps: list of {completions, human_completion, chosen_completion}, finish_reason}}",
        row => row["question"]["problem"].Exists && row["label"]["steps"].IsList ? 1 : 0, Read);

    private static void Read(DataRow row, FeedbackSink sink)
    {
        var (question, label) = (row["question"], row["label"]);
        List<StepChoice<string>> steps = [];
        foreach (var step in label["steps"].Items())
        {
            // The last place of an abandoned solution may hold nothing at all.
            if (step["completions"].Count == 0 && Written(step) is null) continue;
            steps.Add(Choice(step));
        }

        if (steps.Count == 0) throw label.Fail("no step with a candidate or a written step");
        sink.Add(new StepLabels<string>(question["problem"].Text(), steps)
        {
            Answer = question["ground_truth_answer"].TextOrNull(),
            FinishReason = label["finish_reason"].TextOrNull(),
            Origin = Origins.Of(row),
        });
    }

    private static StepChoice<string> Choice(DataField step)
    {
        StepLabel<string>[] candidates = step["completions"].IsNull ? [] : [.. step["completions"].Items().Select(candidate => Candidate(candidate))];
        var chosen = step["chosen_completion"];
        int? index = chosen.IsNull ? null : chosen.Whole();
        if (index is { } at && (at < 0 || at >= candidates.Length)) throw chosen.Fail($"candidate {at} is not among the {candidates.Length} candidates");
        return new(candidates, index, Written(step));
    }

    private static StepLabel<string> Candidate(DataField candidate)
    {
        var rating = candidate["rating"];
        if (rating.IsNull) return new(candidate["text"].Text(), new(null, scale), Flagged(candidate));
        var value = rating.Number();
        return value is >= -1 and <= 1 ? new(candidate["text"].Text(), new(value, scale), Flagged(candidate)) : throw rating.Fail($"−1, 0 or 1 was expected, found {value:G6}");
    }

    private static bool Flagged(DataField candidate) => candidate["flagged"].IsFlag && candidate["flagged"].Flag();

    /// <summary>A step somebody wrote is right by intent.</summary>
    private static StepLabel<string>? Written(DataField step)
    {
        var written = step["human_completion"];
        var text = written.IsObject ? written["text"].TextOrNull() : written.TextOrNull();
        return text is null ? null : new(text, new(1, scale));
    }
}
