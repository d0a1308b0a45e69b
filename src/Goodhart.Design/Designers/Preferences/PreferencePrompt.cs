using System.Text;
using Goodhart.Design.Evolution;

namespace Goodhart.Design;

/// <summary>What a language model is told when it designs rewards from preferences: the first prompt, and every time anew behind it what was preferred and what was not.</summary>
internal static class PreferencePrompt
{
    /// <summary>The first two messages.</summary>
    public static IReadOnlyList<Message> First(DesignBrief brief) => [new("system", System), EurekaPrompt.First(brief)[1]];

    /// <summary>The first two with what a round taught: the same length in every round but for the history.</summary>
    public static IReadOnlyList<Message> Next(IReadOnlyList<Message> first, string taught) => [first[0], new("user", $"{first[1].Text}\n\n{taught}\n{EurekaPrompt.Tips}")];

    /// <summary>What a round taught.</summary>
    /// <param name="best">Whose policy was preferred.</param>
    /// <param name="worst">Whose policy was the least preferred; null where only one was trained.</param>
    /// <param name="history">How the preferred programs changed, a paragraph per step.</param>
    /// <param name="traces">Whether components are shown along training.</param>
    public static string Taught(Candidate best, Candidate? worst, IReadOnlyList<string> history, bool traces)
    {
        var text = new StringBuilder("Policies were trained on such rewards, and somebody compared them by watching, without numbers.\n");
        Example(text, "This reward led to the policy that was preferred (the positive example):", best, traces);
        if (worst is not null)
        {
            Example(text, "This reward led to the policy that was preferred least (the negative example). What sets it apart is to be avoided:", worst, traces);
            text.Append("From the negative to the positive example:\n").Append(ProgramDifference.Between(worst.Text, best.Text).Words()).Append('\n');
        }

        if (history.Count > 0) text.Append("How the preferred rewards changed from round to round; do not undo what helped:\n").AppendJoin('\n', history).Append('\n');
        return text.Append("Write a better reward: keep what the positive example has and the negative one lacks, and avoid the reverse.").ToString();
    }

    /// <summary>A step of the history.</summary>
    public static string Step(string from, string to, Candidate before, Candidate after, bool? helped) =>
        $"Round {from} to round {to}, {helped switch { true => "which helped", false => "which did not help", null => "which made no difference that was seen" }}:\n{ProgramDifference.Between(before.Text, after.Text).Words()}";

    private static void Example(StringBuilder text, string what, Candidate candidate, bool traces)
    {
        text.Append(what).Append('\n').Append(CodeBlock.Fence(candidate.Text)).Append('\n');
        if (traces && candidate.Outcome is { } outcome) text.Append("Its components per episode, along the training:\n").Append(RewardReflection.Components(outcome));
    }

    private static string System => $"""
        You design rewards for reinforcement learning. Your aim is a reward on which an agent learns the task that the user describes as well as a person could wish.
        Nobody measures how well that is: you are told whose policy a person preferred, and whose least.
        {EurekaPrompt.Form}
        """.ReplaceLineEndings("\n");
}
