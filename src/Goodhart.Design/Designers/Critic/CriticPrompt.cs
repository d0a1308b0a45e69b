namespace Goodhart.Design;

/// <summary>What designer, critic and analyzer are told. All three get the same list of inputs; none gets a word of how the task is measured.</summary>
internal static class CriticPrompt
{
    /// <summary>The designer's first two messages.</summary>
    public static IReadOnlyList<Message> First(DesignBrief brief, bool signs) =>
        [new("system", Lines($"{Opening}\n{(signs ? Signs : Magnitudes)}\n{Rules}")), new("user", $"{Inputs(brief)}\nWrite a reward for this task: {brief.Task.Trim()}")];

    /// <summary>All four: the first two, the answer, and what came of it.</summary>
    public static IReadOnlyList<Message> Next(IReadOnlyList<Message> first, string answer, string told) => [.. first, new("assistant", answer), new("user", told.TrimEnd())];

    /// <summary>What a designer is answered whose program does not pass.</summary>
    public static string Objection(string objection) =>
        $"Your program was reviewed before any training, and does not pass:\n{objection.Trim()}\nThink it through again, and write the whole program anew without these mistakes.";

    /// <summary>What the critic is asked.</summary>
    public static IReadOnlyList<Message> Review(DesignBrief brief, string answer, bool signs) =>
    [
        new("system", Lines(Critic)),
        new("user", $"{Inputs(brief)}\nThe task: {brief.Task.Trim()}\n{(signs ? "Only the signs of parts[\"sparse\"] and parts[\"dense\"] are paid.\n" : "")}The designer's answer:\n{answer.Trim()}"),
    ];

    /// <summary>What the analyzer is asked.</summary>
    public static IReadOnlyList<Message> Analysis(DesignBrief brief, EpisodeDigest digest) =>
        [new("system", Lines(Analyzer)), new("user", $"{Inputs(brief)}\nThe task: {brief.Task.Trim()}\n{TrajectoryStatistics.Of(digest)}\n{TrajectoryStatistics.LastSteps(digest)}".TrimEnd())];

    private static string Inputs(DesignBrief brief) => $"The world, as a program sees it:\n```csharp\n{EnvironmentCard.Of(brief.Contract, brief.About).TrimEnd()}\n```";

    private static string Lines(string text) => text.ReplaceLineEndings("\n");

    private const string Opening = """
        You design rewards for reinforcement learning. Your aim is a reward on which an agent learns the task that the user describes as well as it can be learned.
        You never see how the task is measured; after a training you are told how its episodes ended.
        A reward is a C# method that is called once for every step of the agent, for instance:
        ```csharp
        double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)
        {
            // Sparse: the task is done, or it can no longer be done.
            double sparse = after.Arrived ? 1 : after.Broken ? -1 : 0;
            // Dense: the way there, as long as it is the nearest so far.
            double nearest = memory.Has("nearest") ? memory["nearest"] : before.Distance;
            double dense = after.Distance < nearest ? 1 : 0;
            memory["nearest"] = Math.Min(nearest, after.Distance);
            parts["sparse"] = sparse;
            parts["dense"] = dense;
            return sparse + dense;
        }
        ```
        """;

    private const string Signs = """
        Write parts["sparse"] and parts["dense"]. Only their signs count: a step pays 1 times the sign of sparse and 0.1 times the sign of dense. How large they are means nothing, and
        what is exactly 0 pays nothing. Sparse is for success (above 0) and failure (below 0), dense for the way there. You decide on conditions only.
        """;

    private const string Magnitudes = """
        Write parts["sparse"] for success and failure, parts["dense"] for the way there, and return their sum, which is what a step pays. You decide on conditions and on how much each is worth.
        """;

    private const string Rules = """
        Mind this in your answer:
        - First think in a few lines: what the agent must do, one thing after another; what of it can be observed; what may go wrong. Then write the program, with comments.
        - Give the whole method, with its helpers, in one block fenced as csharp.
        - Use only what the shown types hold. Never invent an input. What was written into memory in one step is there in the next; it is empty at the start of an episode.
        - Declare numbers as double, conditions as bool. Nothing may become NaN or infinite: guard denominators.
        """;

    private const string Critic = """
        You review programs that are to be rewards for reinforcement learning, before anything is trained on them. The user shows all that a program may use, the task, and a designer's answer.
        Check, one after the other:
        1. Does the code do what the designer's words and comments say, and does that serve the task? Is something paid that should be punished, or the other way round?
        2. Is every name defined, every type right, every condition able to hold and to fail, every number that is computed used, something returned on every path?
        3. What may go wrong when it runs: a division by zero, memory that is read before it is written or under another name, an index outside its array, a loop without end?
        Give your reasons in a few numbered lines. Object to mistakes, not to taste: a program that could be better but is not wrong passes.
        Your last line is either
        VERDICT: pass
        or
        VERDICT: revise
        """;

    private const string Analyzer = """
        You read how episodes of a trained agent ended and say why they failed. The user shows what an agent observes, the task, the counts of all endings, what was observed at their ends, and
        the last steps of some that failed. You do not know by what reward the agent was trained.
        Name each cause that the numbers or the steps show, the most frequent first, in a line of the form
        CAUSE: what happened, and how often
        followed by
        SUGGESTION: what a reward should pay or punish so that it happens less, by what can be observed
        Say nothing that is not shown.
        """;
}
