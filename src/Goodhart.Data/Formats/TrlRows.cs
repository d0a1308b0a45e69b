using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>TRL's rows other than preferences: prompt and completion with or without a label, steps, a prompt alone, and language modelling.</summary>
internal static class TrlRows
{
    /// <summary>{prompt, completion, label}: thumbs up or down.</summary>
    public static IFeedbackFormat Unpaired { get; } = new RowFormat("trl-unpaired", "{prompt, completion, label: true or false}",
        row => row.HasAll("prompt", "completion", "label") ? 0.9 : 0,
        (row, sink) => sink.Add(Rating.Thumb(Completed(row, sink), row["label"].Flag()) with { Origin = Origins.Of(row) }));

    /// <summary>{prompt, completion}: a demonstration.</summary>
    public static IFeedbackFormat PromptCompletion { get; } = new RowFormat("trl-prompt-completion", "{prompt, completion}",
        row => row.HasAll("prompt", "completion") && !row.Has("label") ? 0.7 : 0,
        (row, sink) => sink.Add(new Demonstration<Exchange>(Completed(row, sink)) { Origin = Origins.Of(row) }));

    /// <summary>{prompt, completions, labels}: steps with a yes or no each.</summary>
    public static IFeedbackFormat Stepwise { get; } = new RowFormat("trl-stepwise", "{prompt, completions: steps, labels: true or false per step}",
        row => row.HasAll("prompt", "completions", "labels") ? 0.9 : 0, ReadSteps);

    /// <summary>{prompt}: a task without an answer.</summary>
    public static IFeedbackFormat PromptOnly { get; } = new RowFormat("trl-prompt-only", "{prompt}, a text or a list of {role, content}",
        row => row.Has("prompt") && (row["prompt"].IsText || row["prompt"][0].IsObject) ? 0.35 : 0, ReadPrompt);

    /// <summary>{text} or {messages}: the last turn is the demonstration.</summary>
    public static IFeedbackFormat LanguageModelling { get; } = new RowFormat("trl-language-modelling", "{text}, or {messages: list of {role, content}}",
        row => row["messages"].IsList || row["conversations"].IsList ? 0.7 : row["text"].IsText ? 0.5 : 0, ReadText);

    /// <summary>Prompt and completion, each a text or turns; what comes before the last turn belongs to the prompt.</summary>
    internal static Exchange Completed(DataRow row, FeedbackSink sink)
    {
        var (prompt, completion) = (row["prompt"], row["completion"]);
        var before = Conversation.Prompt(prompt, sink);
        if (!completion.IsList) return new(before, Conversation.Answer(completion));
        var answered = Conversation.Answered(completion, sink);
        return answered with { Prompt = [.. before, .. answered.Prompt] };
    }

    private static void ReadSteps(DataRow row, FeedbackSink sink)
    {
        var (steps, labels) = (row["completions"], row["labels"]);
        if (steps.Count == 0) throw steps.Expected("a list of at least one step");
        if (labels.Count != steps.Count) throw labels.Fail($"there are {labels.Count} labels for {steps.Count} steps; expected one per step");
        string[] texts = [.. steps.Items().Select(step => Conversation.Answer(step))];
        sink.Add(StepLabels.Of(row["prompt"].Text(), texts, [.. labels.Items().Select(label => label.Flag())]) with { Origin = Origins.Of(row) });
    }

    private static void ReadPrompt(DataRow row, FeedbackSink sink)
    {
        var turns = Conversation.Prompt(row["prompt"], sink);
        if (turns.All(turn => string.IsNullOrWhiteSpace(turn.Text))) throw row.Fail("prompt", "the prompt is empty");
        sink.Add(turns, truth: null);
    }

    private static void ReadText(DataRow row, FeedbackSink sink)
    {
        var turns = row.FirstOf("messages", "conversations");
        var exchange = turns.IsList ? Conversation.Answered(turns, sink) : new([], Conversation.Answer(row["text"]));
        sink.Add(new Demonstration<Exchange>(exchange) { Origin = Origins.Of(row) });
    }
}
