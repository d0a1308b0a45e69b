using Goodhart.Audit.Probes;
using Goodhart.Learning.Judges;

namespace Goodhart.Cli;

/// <summary>A reward of texts as the command line names it: a judge (chat:…), or one of the plain rewards by name.</summary>
internal sealed class TextRewardSource : IDisposable
{
    private readonly OpenedJudge? judge;

    private TextRewardSource(ProbeTarget target, OpenedJudge? judge = null) => (Target, this.judge) = (target, judge);

    /// <summary>What may be named, for help texts.</summary>
    public static string Help => $"a judge ({JudgeSpec.Help}), or a plain reward: {string.Join(", ", PlainRewards.All.Select(r => r.Name))}";

    public ProbeTarget Target { get; }

    /// <summary>What a judge has come to and used up; null for other rewards.</summary>
    public JudgeSummary? Summary => judge?.Summary;

    /// <exception cref="BadInputException">It is neither.</exception>
    public static TextRewardSource Open(string text, ulong seed, CancellationToken cancellation)
    {
        if (JudgeSpec.Is(text))
        {
            var judge = JudgeSpec.Parse(text).Open(new(seed), cancellation: cancellation);
            return new(judge.Pairs is { } pairs ? ProbeTarget.Of(pairs) : ProbeTarget.Of(judge.Reward!), judge);
        }

        return PlainRewards.All.FirstOrDefault(r => r.Name == text) is { } plain ? new(ProbeTarget.Of(plain))
            : throw new BadInputException($"'{text}' is no reward of texts: expected {JudgeSpec.Prefix}MODEL, or one of {string.Join(", ", PlainRewards.All.Select(r => r.Name))}.{Near(text)}");
    }

    public void Dispose() => judge?.Dispose();

    private static string Near(string text) => Nearest.Of(text, PlainRewards.All.Select(r => r.Name)) is [var near, ..] ? $" Did you mean '{near}'?" : "";
}
