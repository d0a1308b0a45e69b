using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>OpenAI's summarisation feedback: comparisons of two summaries, and marks of one along axes, 1 … 7.</summary>
internal static class Summaries
{
    private static readonly Scale axes = new(1, 7);

    public static IFeedbackFormat Comparisons { get; } = new RowFormat("summarise-comparisons", "{info: {post or article, title}, summaries: two of {text, policy}, choice: 0 or 1, worker}",
        row => row["info"].IsObject && row["summaries"].IsList ? 1 : 0, ReadComparison);

    public static IFeedbackFormat Axis { get; } = new RowFormat("summarise-axis", "{info, summary: {text, policy, axes: {overall, accuracy, coverage, coherence: 1 … 7}}, worker}",
        row => row["info"].IsObject && row["summary"]["axes"].IsObject ? 1 : 0, ReadAxes);

    private static void ReadComparison(DataRow row, FeedbackSink sink)
    {
        var summaries = row["summaries"];
        if (summaries.Count != 2) throw summaries.Fail($"two summaries were expected, found {summaries.Count}");
        var prompt = Prompt(row["info"]);
        var choice = row["choice"].Whole() switch { 0 => Choice.First, 1 => Choice.Second, var other => throw row.Fail("choice", $"0 or 1 was expected, found {other}") };
        Tag(row, sink);
        sink.Tag("confidence", row["extra"]["confidence"].TextOrNull());
        sink.Tag("policy_1", summaries[0]["policy"].TextOrNull());
        sink.Tag("policy_2", summaries[1]["policy"].TextOrNull());
        var why = row["note"].TextOrNull();
        sink.Add(new Preference<Exchange>(new(prompt, Answer(summaries[0])), new(prompt, Answer(summaries[1])), choice)
        {
            Reason = string.IsNullOrEmpty(why) ? null : why,
            Origin = Origins.Of(row),
        });
    }

    private static void ReadAxes(DataRow row, FeedbackSink sink)
    {
        var summary = row["summary"];
        var marks = summary["axes"].Members().ToDictionary(axis => axis.Name, axis => Mark(axis.Value));
        Tag(row, sink);
        sink.Tag("policy", summary["policy"].TextOrNull());
        sink.Add(new Rating<Exchange>(new(Prompt(row["info"]), Answer(summary)), marks) { Origin = Origins.Of(row) });
    }

    private static string Answer(DataField summary) => Conversation.Answer(summary["text"]);

    private static void Tag(DataRow row, FeedbackSink sink) => sink.Tag("split", row["split"].TextOrNull());

    private static Mark Mark(DataField axis)
    {
        if (axis.IsNull) return new(null, axes);
        var value = axis.Number();
        return value is >= 1 and <= 7 ? new(value, axes) : throw axis.Fail($"a mark from 1 to 7 was expected, found {value:G6}");
    }

    /// <summary>The text as the summarising policies saw it, ending where the summary begins.</summary>
    private static IReadOnlyList<Turn> Prompt(DataField info)
    {
        if (info["post"].IsNull) return [new(Role.None, $"Article: {(info["article"].IsNull ? info["post"] : info["article"]).Text()}\n\nTL;DR:")];
        var community = info["subreddit"].TextOrNull() is { Length: > 0 } name ? $"SUBREDDIT: r/{name}\n\n" : "";
        var title = info["title"].TextOrNull() is { Length: > 0 } words ? $"TITLE: {words}\n\n" : "";
        return [new(Role.None, $"{community}{title}POST: {info["post"].Text()}\n\nTL;DR:")];
    }
}
