using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Math-Shepherd: the same text twice, with a marker after each step of the input and + or − in its place in the label.</summary>
internal static class MathShepherd
{
    private const string Marker = "ки";

    public static IFeedbackFormat Format { get; } = new RowFormat("math-shepherd", "{input: problem and steps, each ended by a marker, label: the same with + or − for the marker, task}",
        row => row["input"].IsText && row["label"].IsText && row["input"].Text().Contains(Marker, StringComparison.Ordinal) ? 1 : 0, Read);

    private static void Read(DataRow row, FeedbackSink sink)
    {
        var (input, label) = (row["input"], row["label"]);
        var parts = input.Text().Split(Marker);
        var (problem, first) = Begin(input, parts[0]);
        List<string> steps = [];
        List<bool> right = [];
        var at = 0;
        for (var i = 0; i < parts.Length - 1; i++)
        {
            right.Add(Sign(label, parts[i], ref at));
            steps.Add(Conversation.Answer(input, (i == 0 ? first : parts[i]).Trim()));
        }

        if (parts[^1].Trim().Length > 0) throw input.Fail("text after the last step's marker");
        sink.Tag("task", row["task"].TextOrNull());
        sink.Add(StepLabels.Of(problem, steps, right) with { Origin = Origins.Of(row) });
    }

    private static (string Problem, string Step) Begin(DataField input, string text)
    {
        var at = text.IndexOf("Step 1:", StringComparison.Ordinal);
        return at > 0 ? (text[..at].Trim(), text[at..]) : throw input.Fail("'Step 1:' was expected after the problem");
    }

    /// <summary>The sign that stands in the label where the marker stands in the input.</summary>
    private static bool Sign(DataField label, string step, ref int at)
    {
        var text = label.Text();
        if (string.CompareOrdinal(text, at, step, 0, step.Length) != 0 || at + step.Length >= text.Length || text[at + step.Length] is not ('+' or '-'))
            throw label.Fail($"+ or - was expected after {Shown.Quoted(step.Trim())}");
        at += step.Length + 1;
        return text[at - 1] == '+';
    }
}
