namespace Goodhart;

/// <summary>A part of a weighted sum.</summary>
/// <param name="Reward">The part; its own scores are what is recorded.</param>
/// <param name="Weight">Factor of its scores in the sum; any finite number.</param>
/// <param name="Unit">Unit of weight·score when the weight converts it; the part's own unit when null.</param>
public readonly record struct Weighted<TBatch>(IReward<TBatch> Reward, float Weight = 1, string? Unit = null) where TBatch : IBatch
{
    internal string UnitInSum => Unit ?? Reward.Unit;
}

/// <summary>Gives parts the weight they have in a sum.</summary>
public static class RewardWeight
{
    extension<TBatch>(IReward<TBatch> reward) where TBatch : IBatch
    {
        /// <summary>This reward as a part of a sum.</summary>
        /// <param name="weight">Factor of its scores.</param>
        /// <param name="unit">Unit of weight·score when the weight converts it, as 0.1 per (m/s) makes "1" of "m/s".</param>
        public Weighted<TBatch> Weighted(float weight, string? unit = null) => new(reward, weight, unit);
    }
}

public static partial class Reward
{
    /// <summary>Σ wᵢ·rᵢ, in the order given.</summary>
    /// <remarks>
    /// Metres and joules do not add up: after weighting all parts must have one unit. Parts of other units state what their weight makes of them:
    /// <c>Reward.Sum("total", success.Weighted(1), energy.Weighted(-0.01f, unit: "1"))</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no part, two have one name, a weight is not finite, or the units differ.</exception>
    public static IReward<TBatch> Sum<TBatch>(string name, params ReadOnlySpan<Weighted<TBatch>> parts) where TBatch : IBatch
    {
        var rewards = new IReward<TBatch>[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            rewards[i] = parts[i].Reward;
            if (!float.IsFinite(parts[i].Weight)) throw new ArgumentException($"Weight of '{name}/{rewards[i].Name}' must be finite, was {parts[i].Weight}.");
            if (parts[i].UnitInSum != parts[0].UnitInSum)
                throw new ArgumentException($"Reward '{name}' adds '{rewards[i].Name}' in {parts[i].UnitInSum} to '{rewards[0].Name}' in {parts[0].UnitInSum}. "
                    + $"Say what the weight makes of it: {rewards[i].Name}.Weighted(weight, unit: \"{parts[0].UnitInSum}\").");
        }

        return new WeightedSum<TBatch>(name, Parts.Of(name, rewards), [.. parts.ToArray().Select(part => part.Weight)], parts[0].UnitInSum);
    }

    /// <summary>Σ rᵢ with weights of 1.</summary>
    /// <exception cref="ArgumentException">There is no part, two have one name, or the units differ.</exception>
    public static IReward<TBatch> Sum<TBatch>(string name, params ReadOnlySpan<IReward<TBatch>> parts) where TBatch : IBatch =>
        Sum(name, [.. parts.ToArray().Select(part => part.Weighted(1))]);
}

internal sealed class WeightedSum<TBatch>(string name, IReward<TBatch>[] parts, float[] weights, string unit) : IReward<TBatch>, IWeighted where TBatch : IBatch
{
    public string Name => name;

    public string Unit => unit;

    public IReadOnlyList<IReward<TBatch>> Parts => parts;

    public IReadOnlyList<float> Weights => weights;

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null)
    {
        using var scratch = new Scratch(batch.Count);
        parts[0].Evaluate(batch, scores, trace?.Children[0]);
        Elementwise.Scale(scores, weights[0]);
        for (var i = 1; i < parts.Length; i++)
        {
            parts[i].Evaluate(batch, scratch.Row(), trace?.Children[i]);
            Elementwise.AddScaled(scores, scratch.Row(), weights[i]);
        }
    }
}
