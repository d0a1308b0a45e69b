using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Tasks whose answer can be checked: verl's files for reinforcement learning, and GSM8K with its solutions.</summary>
internal static class Tasks
{
    /// <summary>{data_source, prompt, ability, reward_model: {style, ground_truth}, extra_info}.</summary>
    public static IFeedbackFormat Verl { get; } = new RowFormat("verl", "{data_source, prompt, ability, reward_model: {style, ground_truth}, extra_info}",
        row => row.Has("prompt") && row["reward_model"].IsObject ? 1 : 0, ReadVerl);

    /// <summary>{question, answer}: a worked solution that ends in "#### result".</summary>
    public static IFeedbackFormat Gsm8k { get; } = new RowFormat("gsm8k", "{question, answer: solution, then #### and the result}",
        row => row["answer"].IsText && row.Has("question") && row["answer"].Text().Contains("####", StringComparison.Ordinal) ? 1 : 0, ReadGsm8k);

    /// <summary>{question, ground_truth, and per model {is_correct, solution}}.</summary>
    public static IFeedbackFormat Gsm8kSolutions { get; } = new RowFormat("gsm8k-solutions", "{question, ground_truth, per model: {is_correct, solution}}",
        row => row.HasAll("question", "ground_truth") && row.Names.Any(name => row[name]["is_correct"].Exists) ? 1 : 0, ReadSolutions);

    private static void ReadVerl(DataRow row, FeedbackSink sink)
    {
        var model = row["reward_model"];
        foreach (var name in (string[])["data_source", "ability"]) sink.Tag(name, row[name].TextOrNull());
        sink.Tag("style", model["style"].TextOrNull());
        sink.Tag("split", row["extra_info"]["split"].TextOrNull());
        var truth = model["ground_truth"];
        if (!truth.IsNull && truth.TextOrNull() is null) sink.Note("a ground truth that is neither text nor number is passed over");
        sink.Add(Conversation.Prompt(row["prompt"], sink), truth.TextOrNull());
    }

    private static void ReadGsm8k(DataRow row, FeedbackSink sink)
    {
        var solution = Conversation.Answer(row["answer"]);
        sink.Tag("answer", Result(solution, "####"));
        sink.Add(new Demonstration<Exchange>(Exchange.Ask(row["question"].Text(), solution)) { Origin = Origins.Of(row) });
    }

    private static void ReadSolutions(DataRow row, FeedbackSink sink)
    {
        var question = row["question"].Text();
        sink.Tag("answer", Result(row["ground_truth"].Text(), "A:"));
        foreach (var name in row.Names.Where(name => row[name]["is_correct"].Exists))
        {
            var solved = row[name];
            sink.Add(Rating.Thumb(Exchange.Ask(question, Conversation.Answer(solved["solution"])), solved["is_correct"].Flag()) with { Origin = new(Source: name) }, $"/{name}");
        }
    }

    private static string? Result(string solution, string mark) =>
        solution.LastIndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? solution[(at + mark.Length)..].Trim() : null;
}
