namespace Goodhart.Design;

/// <summary>What a language model is told when it designs rewards as in Eureka: role and rules, then world and task, then what became of its last program.</summary>
internal static class EurekaPrompt
{
    /// <summary>The first two messages.</summary>
    public static IReadOnlyList<Message> First(DesignBrief brief) =>
    [
        new("system", System),
        new("user", $"The world, as a program sees it:\n```csharp\n{EnvironmentCard.Of(brief.Contract, brief.About).TrimEnd()}\n```\nWrite a reward for this task: {brief.Task.Trim()}"),
    ];

    /// <summary>All four: the first two, the model's answer, and what came of it.</summary>
    public static IReadOnlyList<Message> Next(IReadOnlyList<Message> first, string answer, string reflection) =>
        [.. first, new("assistant", answer), new("user", $"{reflection.TrimEnd()}\n{Tips}")];

    private static string System => $"""
        You design rewards for reinforcement learning. Your aim is a reward on which an agent learns the task that the user describes as well as it can be learned.
        You never see how the task is measured; after a training you are told how it went.
        {Form}
        """.ReplaceLineEndings("\n");

    /// <summary>What a program looks like.</summary>
    internal static string Form => $$"""
        A reward is a C# method that is called once for every step of the agent, for instance:
        ```csharp
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            double closeTemperature = 0.5;
            double close = Math.Exp(-after.Distance / closeTemperature);
            double effort = action.Push ? -0.1 : 0.0;
            parts["close"] = close;
            parts["effort"] = effort;
            return close + effort;
        }
        ```
        It returns the step's total and writes every component it is made of into parts, under a fixed name that is neither total nor task_score.
        It runs in a box: only the types shown by the user, System.Math, and plain C# statements exist there; loops and calls are counted.
        {{Tips}}
        """.ReplaceLineEndings("\n");

    /// <summary>What is to be minded in every answer.</summary>
    internal static string Tips => """
        Mind this in your answer:
        - Give the whole method, with its helpers, in one block fenced as csharp.
        - Return the total, and write each component into parts.
        - Bring components into a fixed range, for instance by Math.Exp. Each one that is brought into a range so has a temperature of its own, a named variable inside the method and no parameter of it.
        - Declare numbers as double, conditions as bool; nothing else is converted for you.
        - Use only what the shown types hold. Never invent an input.
        """.ReplaceLineEndings("\n");
}
