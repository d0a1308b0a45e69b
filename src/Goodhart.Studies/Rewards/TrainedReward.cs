using Goodhart.Learning;
using Goodhart.Models;

namespace Goodhart.Studies.Rewards;

/// <summary>Reward models as one reward: their mean where there are several, each a part of it.</summary>
public sealed class TrainedReward : IReward<Completions>, IDisposable
{
    private readonly IReadOnlyList<LanguageScorer> members;
    private readonly IReward<Completions> reward;

    /// <param name="name">Name of the reward.</param>
    /// <param name="text">How all of them read text.</param>
    /// <param name="members">Disposed with the reward.</param>
    /// <param name="batch">Texts scored at a time.</param>
    public TrainedReward(string name, RewardText text, IReadOnlyList<LanguageScorer> members, int batch = 16)
    {
        (this.members, Text) = (members, text);
        reward = members.Count == 1 ? LearnedReward.OfTexts(name, members[0], text.Encode, FirstOutput, batch)
            : Reward.Ensemble(name, [.. members.Select((member, i) => LearnedReward.OfTexts($"member {i + 1}", member, text.Encode, FirstOutput, batch))], new Aggregate.Mean());
    }

    public string Name => reward.Name;

    public string Unit => reward.Unit;

    public IReadOnlyList<IReward<Completions>> Parts => reward.Parts;

    public IReadOnlyList<LanguageScorer> Members => members;

    public RewardText Text { get; }

    public void Score(Completions batch, Span<float> scores, PartTrace? trace = null) => reward.Score(batch, scores, trace);

    public void Dispose()
    {
        foreach (var member in members) member.Dispose();
    }

    private static float FirstOutput(ReadOnlySpan<float> rows, int outputs) => rows[^outputs];
}
