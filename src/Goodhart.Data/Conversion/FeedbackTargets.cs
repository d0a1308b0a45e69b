namespace Goodhart.Data;

/// <summary>The formats that can be written.</summary>
internal static class FeedbackTargets
{
    public static IReadOnlyList<IFeedbackTarget> All { get; } =
    [
        TrlTargets.Preference,
        TrlTargets.Unpaired,
        TrlTargets.Stepwise,
        TrlTargets.PromptCompletion,
        TrlTargets.PromptOnly,
        PairTargets.HelpSteerPreference,
        PairTargets.AnthropicHh,
        PairTargets.RewardBench,
        PairTargets.AlpacaEval,
        OtherTargets.RewardBenchSecond,
        OtherTargets.HelpSteer,
        OtherTargets.Verl,
    ];

    /// <exception cref="ArgumentException">There is no such target; the message names those there are.</exception>
    public static IFeedbackTarget Find(string name) => All.FirstOrDefault(target => target.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no format '{name}' to write.{Nearest.Hint(name, [.. All.Select(target => target.Name)])}");
}
