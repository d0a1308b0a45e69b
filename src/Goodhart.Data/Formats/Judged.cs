using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Pairs of answers to one instruction, as judges and the benches for judges keep them.</summary>
internal static class Judged
{
    /// <summary>AlpacaEval's annotations: preference from 1, the first, to 2, the second; 1.5 (or 0) is a tie.</summary>
    public static IFeedbackFormat AlpacaEval { get; } = new RowFormat("alpaca-eval", "{instruction, output_1, output_2, preference: 1 … 2, annotator}",
        row => row.HasAll("instruction", "output_1", "output_2", "preference") ? 1 : 0, ReadAlpaca);

    /// <summary>AlpacaEval's model outputs: an answer to each instruction, unjudged.</summary>
    public static IFeedbackFormat AlpacaOutputs { get; } = new RowFormat("alpaca-outputs", "{instruction, output, generator}",
        row => row.HasAll("instruction", "output") ? 0.8 : 0, ReadOutput);

    /// <summary>PandaLM: three annotators' 0 for a tie, 1 or 2.</summary>
    public static IFeedbackFormat PandaLm { get; } = new RowFormat("pandalm", "{instruction, input, response1, response2, annotator1 … annotator3: 0, 1 or 2}",
        row => row.HasAll("response1", "response2", "annotator1") ? 1 : 0, ReadPanda);

    /// <summary>LLMBar: the better one's number.</summary>
    public static IFeedbackFormat LlmBar { get; } = new RowFormat("llmbar", "{input, output_1, output_2, label: 1 or 2}",
        row => row.HasAll("input", "output_1", "output_2", "label") ? 1 : 0, ReadLlmBar);

    /// <summary>JudgeBench: label "A&gt;B" or "B&gt;A".</summary>
    public static IFeedbackFormat JudgeBench { get; } = new RowFormat("judgebench", "{pair_id, question, response_A, response_B, label: A>B or B>A}",
        row => row.HasAll("question", "response_A", "response_B", "label") ? 1 : 0, ReadJudgeBench);

    private static void ReadAlpaca(DataRow row, FeedbackSink sink)
    {
        var field = row["preference"];
        var value = field.Number();
        if (value is not (>= 1 and <= 2 or 0)) throw field.Fail($"a preference from 1 to 2 was expected, found {value:G6}");
        sink.Tag("generator_1", row["generator_1"].TextOrNull());
        sink.Tag("generator_2", row["generator_2"].TextOrNull());
        var (first, second) = Pair(row["instruction"].Text(), row["output_1"], row["output_2"]);
        sink.Add(Preference.FromProbability(first, second, value == 0 ? 0.5 : value - 1) with { Origin = Origins.Of(row) });
    }

    private static void ReadOutput(DataRow row, FeedbackSink sink)
    {
        sink.Tag("generator", row["generator"].TextOrNull());
        sink.Add(new Demonstration<Exchange>(Exchange.Ask(Instruction(row), Conversation.Answer(row["output"]))) { Origin = Origins.Of(row) });
    }

    private static void ReadPanda(DataRow row, FeedbackSink sink)
    {
        var (first, second) = Pair(Instruction(row), row["response1"], row["response2"]);
        foreach (var name in row.Names.Where(name => name.StartsWith("annotator", StringComparison.Ordinal) && name.Length > 9 && char.IsAsciiDigit(name[9])))
            sink.Add(new Preference<Exchange>(first, second, Numbered(row[name])) { Origin = Origins.Of(row, name) }, $"/{name}");
    }

    private static void ReadLlmBar(DataRow row, FeedbackSink sink)
    {
        var (first, second) = Pair(row["input"].Text(), row["output_1"], row["output_2"]);
        if (row["results"].Exists) sink.Note("a judge's results are passed over; the label is the people's");
        var choice = Numbered(row["label"]);
        if (choice is Choice.Tie) throw row.Fail("label", "1 or 2 was expected, found 0");
        sink.Add(new Preference<Exchange>(first, second, choice) { Origin = Origins.Of(row) });
    }

    private static void ReadJudgeBench(DataRow row, FeedbackSink sink)
    {
        var (first, second) = Pair(row["question"].Text(), row["response_A"], row["response_B"]);
        var choice = row["label"].Text().Replace(" ", "", StringComparison.Ordinal) switch
        {
            "A>B" => Choice.First,
            "B>A" => Choice.Second,
            "A=B" => Choice.Tie,
            var other => throw row.Fail("label", $"A>B, B>A or A=B was expected, found {Shown.Quoted(other)}"),
        };
        sink.Tag("response_model", row["response_model"].TextOrNull());
        sink.Add(new Preference<Exchange>(first, second, choice) { Origin = Origins.Of(row) });
    }

    private static (Exchange, Exchange) Pair(string instruction, DataField first, DataField second) =>
        (Exchange.Ask(instruction, Conversation.Answer(first)), Exchange.Ask(instruction, Conversation.Answer(second)));

    /// <summary>The instruction with its input, where it has one, below it.</summary>
    private static string Instruction(DataRow row)
    {
        var instruction = row["instruction"].Text();
        return row["input"].TextOrNull() is { Length: > 0 } input ? $"{instruction}\n\n{input}" : instruction;
    }

    private static Choice Numbered(DataField field) => field.Whole() switch
    {
        0 => Choice.Tie,
        1 => Choice.First,
        2 => Choice.Second,
        var other => throw field.Fail($"0 for a tie, 1 or 2 was expected, found {other}"),
    };
}
