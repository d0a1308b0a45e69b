using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Rows of the benches for reward models: RewardBench's pairs, RewardBench 2's best of many, RM-Bench's answers by style.</summary>
internal static class RewardBenches
{
    private static readonly string[] styles = ["concise", "detailed", "markdown"];

    /// <summary>{id, prompt, chosen, rejected, subset, chosen_model, rejected_model}.</summary>
    public static IFeedbackFormat First { get; } = new RowFormat("rewardbench", "{id, prompt, chosen, rejected, subset, chosen_model, rejected_model}",
        row => row.HasAll("chosen", "rejected", "subset") && (row.Has("prompt") ? row["chosen"].IsText : row["chosen"][0].IsObject) ? 0.9 : 0, ReadPair)
    { KeepsOrder = false };

    /// <summary>{id, prompt, chosen, rejected, num_correct, total_completions, subset} with lists of answers: right ones rank 1, wrong ones 2.</summary>
    public static IFeedbackFormat Second { get; } = new RowFormat("rewardbench-2", "{id, prompt, chosen: texts, rejected: texts, num_correct, total_completions, subset}",
        row => Lists(row) && row.Has("num_correct") ? 1 : 0, ReadMany)
    { KeepsOrder = false };

    /// <summary>{id, prompt, chosen, rejected} with three answers each: concise, detailed, and detailed with markdown.</summary>
    public static IFeedbackFormat RmBench { get; } = new RowFormat("rm-bench", "{id, prompt, chosen: three texts by style, rejected: three texts by style}",
        row => Lists(row) && row["chosen"].Count == 3 && row["rejected"].Count == 3 && !row.Has("num_correct") ? 0.95 : 0, ReadStyles)
    { KeepsOrder = false };

    private static bool Lists(DataRow row) => row.Has("prompt") && row["chosen"][0].IsText && row["rejected"][0].IsText;

    private static void ReadPair(DataRow row, FeedbackSink sink)
    {
        // Conversations hold their prompt themselves.
        var (chosen, rejected) = row["chosen"].IsList ? TrlPreference.Pair(row, sink) : (Asked(row, "chosen"), Asked(row, "rejected"));
        if (chosen == rejected) throw row.Fail("rejected", "chosen and rejected are the same answer");
        foreach (var name in (string[])["subset", "chosen_model", "rejected_model"]) sink.Tag(name, row[name].TextOrNull());
        sink.Add(Preference.Of(chosen, rejected) with { Origin = Origins.Of(row) });
    }

    private static Exchange Asked(DataRow row, string answer) => Exchange.Ask(row["prompt"].Text(), Conversation.Answer(row[answer]));

    private static void ReadMany(DataRow row, FeedbackSink sink)
    {
        var (right, all) = (row["num_correct"].Whole(), row["total_completions"]);
        if (right != row["chosen"].Count) throw row.Fail("num_correct", $"{right} right answers are announced, chosen holds {row["chosen"].Count}");
        var total = row["chosen"].Count + row["rejected"].Count;
        if (!all.IsNull && all.Whole() != total) throw all.Fail($"{all.Whole()} answers are announced, chosen and rejected hold {total}");
        sink.Tag("subset", row["subset"].TextOrNull());
        string[] models = [.. row["models"].IsList ? row["models"].Items().Select(model => model.Text()) : []];
        sink.Add(Ranked(row), models.Length == total ? models : []);
    }

    private static void ReadStyles(DataRow row, FeedbackSink sink)
    {
        foreach (var name in (string[])["chosen", "rejected"])
            if (row[name].Count != 3) throw row.Fail(name, $"three answers were expected, concise, detailed and with markdown, found {row[name].Count}");
        sink.Tag("domain", row["domain"].TextOrNull());
        sink.Add(Ranked(row), [.. styles, .. styles]);
    }

    private static Ranking<Exchange> Ranked(DataRow row)
    {
        var prompt = row["prompt"].Text();
        DataField[] right = [.. row["chosen"].Items()], wrong = [.. row["rejected"].Items()];
        if (right.Length == 0) throw row.Fail("chosen", "no answer");
        if (wrong.Length == 0) throw row.Fail("rejected", "no answer");
        Exchange[] answers = [.. right.Concat(wrong).Select(answer => Exchange.Ask(prompt, Conversation.Answer(answer)))];
        foreach (var (both, at) in answers.Skip(right.Length).Select((answer, at) => (answers.AsSpan(0, right.Length).Contains(answer), at)))
            if (both) throw wrong[at].Fail("the answer is also among the chosen ones");
        return new(answers, [.. Enumerable.Repeat(1, right.Length), .. Enumerable.Repeat(2, wrong.Length)]) { Origin = Origins.Of(row) };
    }
}
