using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>
/// FineGrainedRLHF: four answers, six labels for the pairs (1,2), (1,3), (1,4), (2,3), (2,4), (3,4) (1 first, 2 second, 0 tie), and spans, missing information and a correction
/// for the first answer.
/// </summary>
internal static class FineGrained
{
    private static readonly (int, int)[] pairs = [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)];

    public static IFeedbackFormat Format { get; } = new RowFormat("fine-grained-rlhf", "{question, prediction 1 … prediction 4, preference: six labels, feedback: {errors, missing-info}}", Likeness, Read);

    private static double Likeness(DataRow row) => row.HasAll("question", "prediction 1", "prediction 2") && (row["feedback"].IsObject || row["preference"].IsList) ? 1 : 0;

    private static void Read(DataRow row, FeedbackSink sink)
    {
        var question = row["question"].Text();
        var answers = new Exchange[4];
        var said = row["preference"].IsNull ? 1 : 4;
        for (var i = 0; i < said; i++) answers[i] = Exchange.Ask(question, Conversation.Answer(row[$"prediction {i + 1}"]));
        if (said == 4) Compare(row, answers, sink);
        if (row["feedback"].IsObject) sink.Add(Spans(row["feedback"], answers[0]) with { Origin = Origins.Of(row) }, "/1");
    }

    private static void Compare(DataRow row, Exchange[] answers, FeedbackSink sink)
    {
        var labels = row["preference"];
        if (labels.Count != pairs.Length) throw labels.Fail($"six labels were expected, one per pair of answers, found {labels.Count}");
        foreach (var (label, (first, second)) in labels.Items().Zip(pairs))
        {
            var choice = label.Whole() switch
            {
                0 => Choice.Tie,
                1 => Choice.First,
                2 => Choice.Second,
                var other => throw label.Fail($"0 for a tie, 1 or 2 was expected, found {other}"),
            };
            if (answers[first - 1] == answers[second - 1]) throw row.Fail($"prediction {second}", $"the answer is the same as prediction {first}");
            sink.Add(new Preference<Exchange>(answers[first - 1], answers[second - 1], choice) { Origin = Origins.Of(row) }, $"/{first}-{second}");
        }
    }

    private static SpanLabels<Exchange> Spans(DataField feedback, Exchange answer)
    {
        var length = answer.Answer.Length;
        var counts = new Characters(answer.Answer);
        List<SpanLabel> spans = [];
        foreach (var error in feedback["errors"].Items())
        {
            int start = error["start"].Whole(), end = error["end"].Whole();
            if (start < 0 || end <= start || end > counts.Count) throw error.Fail($"a span [{start}, {end}) does not lie in an answer of {counts.Count} characters");
            spans.Add(new(counts.ToUtf16(start), counts.ToUtf16(end), error["error type"].Text()) { Reason = error["explanation"].TextOrNull() is { Length: > 0 } why ? why : null });
        }

        var corrected = feedback["corrected-prediction"].TextOrNull();
        return new(answer, length, spans)
        {
            Missing = [.. feedback["missing-info"].Items().Select(note => note["error type"].Text())],
            Corrected = string.IsNullOrWhiteSpace(corrected) ? null : answer with { Answer = corrected },
        };
    }
}
