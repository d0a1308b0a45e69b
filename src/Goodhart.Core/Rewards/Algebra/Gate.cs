namespace Goodhart;

/// <summary>Rewards that count only once something else is achieved.</summary>
public static class RewardGate
{
    extension<TBatch>(IReward<TBatch> reward) where TBatch : IBatch
    {
        /// <summary>r where the gate's score exceeds the threshold, else <paramref name="otherwise"/>.</summary>
        /// <remarks>Both are evaluated and recorded everywhere, so a gate that is exploited can be seen.</remarks>
        /// <param name="gate">What has to be achieved.</param>
        /// <param name="above">Threshold in the gate's unit; exactly at it the gate is shut.</param>
        /// <param name="otherwise">Score of a sample whose gate is shut, in this reward's unit.</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.gate" when null.</param>
        public IReward<TBatch> Gate(IReward<TBatch> gate, float above, float otherwise = 0, string? name = null)
        {
            if (!float.IsFinite(above) || !float.IsFinite(otherwise))
                throw new ArgumentException($"Gate of '{reward.Name}' needs finite numbers, got threshold {above} and otherwise {otherwise}.");
            return new GatedReward<TBatch>(name ?? $"{reward.Name}.gate", reward, gate, above, otherwise);
        }
    }
}

internal sealed class GatedReward<TBatch>(string name, IReward<TBatch> reward, IReward<TBatch> gate, float above, float otherwise) : IReward<TBatch>
    where TBatch : IBatch
{
    public string Name => name;

    public string Unit => reward.Unit;

    public IReadOnlyList<IReward<TBatch>> Parts { get; } = Goodhart.Parts.Of(name, reward, gate);

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null)
    {
        using var scratch = new Scratch(batch.Count);
        var opened = scratch.Row();
        reward.Evaluate(batch, scores, trace?.Children[0]);
        gate.Evaluate(batch, opened, trace?.Children[1]);
        for (var i = 0; i < scores.Length; i++) scores[i] = opened[i] > above ? scores[i] : otherwise;
    }
}
