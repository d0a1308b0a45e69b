using System.Globalization;
using System.Text;

namespace Goodhart.Design;

/// <summary>A program of an earlier turn, and what somebody said who watched its policy.</summary>
/// <param name="Program">As the model wrote it.</param>
/// <param name="Description">What the policy does.</param>
/// <param name="Advice">What to change.</param>
internal sealed record Text2RewardTurn(string Program, string Description, string Advice);

/// <summary>
/// What a language model is told when it designs rewards as in Text2Reward: role and actions, typical parts, the classes, what earlier tasks have taught, examples,
/// the request; then every earlier program of the dialogue with its critique, appended to the same prompt.
/// </summary>
internal static class Text2RewardPrompt
{
    public static IReadOnlyList<Message> Of(DesignBrief brief, Text2RewardOptions options, IReadOnlyList<ExampleProgram> examples, IReadOnlyList<Text2RewardTurn> history) =>
    [
        new("system", $"You are an expert in robots, reinforcement learning and code, and design rewards. The world: {brief.About.Trim()}\n"
            + $"{Actions(brief.Contract.Schema.Actions)}\nYou never see how the task is measured."),
        new("user", string.Join("\n\n", new[]
        {
            Parts, Classes(brief, options.Terms), Knowledge(options.Knowledge ?? Text2RewardOptions.Manipulation), Examples(examples), Request(brief.Task.Trim()), History(history),
        }.Where(block => block.Length > 0))),
    ];

    /// <summary>The same request again, with the answer that does not run and why.</summary>
    public static IReadOnlyList<Message> Repair(IReadOnlyList<Message> request, string answer, Failure failure) =>
    [
        .. request, new("assistant", answer),
        new("user", $"This program does not run. What went wrong:\n{failure.Message.ReplaceLineEndings("\n")}\nFind the mistake, and write the whole program anew without it, in one block fenced as csharp."),
    ];

    private static string Parts => """
        A reward often has some of these parts:
        - the distance between what acts and the object it is to act on;
        - the difference between the object's state and the state wanted from it;
        - a small cost on large actions;
        - where the task states a constraint, a cost on breaking it.
        """.ReplaceLineEndings("\n");

    private static string Classes(DesignBrief brief, GeneralTerms? terms) =>
        $"The world, as a program sees it:\n```csharp\n{(terms?.Card ?? EnvironmentCard.Of(brief.Contract)).ReplaceLineEndings("\n").TrimEnd()}\n```";

    private static string Knowledge(IReadOnlyList<string> knowledge) => knowledge.Count == 0 ? "" : $"What earlier tasks have taught:\n{Listed(knowledge)}";

    private static string Examples(IReadOnlyList<ExampleProgram> examples) => string.Join("\n\n",
        examples.Select(example => $"An expert's program for another task, whose world may have other members: {example.Task}\n{CodeBlock.Fence(example.Program)}"));

    private static string Request(string task) => $"""
        The task: {task}
        First explain step by step, in words, what has to happen for it and which part of the reward leads there. Then write the reward as one program:
        {Listed(Rules)}
        """.ReplaceLineEndings("\n");

    private static IReadOnlyList<string> Rules =>
    [
        "the whole method Reward with its helpers, in one block fenced as csharp;",
        "it returns the step's reward and nothing else, and writes each part into parts under a fixed name;",
        "mind the types: double for numbers, bool for conditions; nothing is converted for you;",
        "read members of the shown types only, and call no method that you did not write, but those of Math;",
        "say in comments what you had in mind.",
    ];

    private static string History(IReadOnlyList<Text2RewardTurn> history)
    {
        if (history.Count == 0) return "";
        var text = new StringBuilder();
        for (var i = 0; i < history.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Program {i + 1} of this dialogue:\n{CodeBlock.Fence(history[i].Program)}\nA policy was trained on it, and somebody watched it.\n");
            if (history[i].Description.Length > 0) text.Append(CultureInfo.InvariantCulture, $"What it does: {history[i].Description}\n");
            if (history[i].Advice.Length > 0) text.Append(CultureInfo.InvariantCulture, $"Advice: {history[i].Advice}\n");
            text.Append('\n');
        }

        return text.Append("Think again about which steps of the task are missing in the last program or wrong, and write the improved program whole.").ToString();
    }

    private static string Actions(ActionSpace actions) => actions switch
    {
        ActionSpace.Discrete discrete => $"An action is one of: {string.Join(", ", discrete.Names)}.",
        ActionSpace.Box box => $"An action is {box.Fields.Count} number{(box.Fields.Count == 1 ? "" : "s")}: {string.Join("; ", box.Fields.Select(Described))}.",
        _ => throw new ArgumentOutOfRangeException(nameof(actions)),
    };

    private static string Described(Field field)
    {
        var range = float.IsFinite(field.Low) && float.IsFinite(field.High) ? string.Create(CultureInfo.InvariantCulture, $" from {field.Low} to {field.High}") : "";
        return $"{field.Name}{range}{(field.Meaning.Length > 0 ? $" ({field.Meaning})" : "")}";
    }

    private static string Listed(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => $"- {line}"));
}
