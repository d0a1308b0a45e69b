namespace Goodhart;

/// <summary>One level of a lexicographic reward.</summary>
/// <param name="Reward">What is wanted at this level.</param>
/// <param name="Low">Smallest score it can have, in its unit.</param>
/// <param name="High">Largest score it can have, in its unit.</param>
/// <param name="Resolution">
/// Smallest difference that matters, as a share of the range, in (0, 1]: a difference at least this large outweighs everything below. 1 fits a
/// reward of two values; 0.01 is the default.
/// </param>
public sealed record Priority<TBatch>(IReward<TBatch> Reward, float Low, float High, float Resolution = 0.01f) where TBatch : IBatch;

public static partial class Reward
{
    /// <summary>First things first: a noticeable difference in an earlier part outweighs any difference in later ones.</summary>
    /// <remarks>
    /// A true lexicographic order of reals has no scalar, so each level declares its bounds and the smallest difference that matters (ρ). With
    /// uᵢ = (rᵢ − lowᵢ)/(highᵢ − lowᵢ) the score is Σ wᵢ·uᵢ, w₁ = 1, wᵢ₊₁ = wᵢ·ρᵢ/(1 + ρᵢ₊₁), hence Σ_{j&gt;i} wⱼ &lt; ρᵢ·wᵢ. It has no unit and lies in [0, 1 + ρ₁).
    /// A score outside its bounds is an error when it occurs.
    /// </remarks>
    /// <exception cref="ArgumentException">Bounds or resolution are no numbers in range, or the last level would vanish in single precision.</exception>
    public static IReward<TBatch> Lexicographic<TBatch>(string name, params ReadOnlySpan<Priority<TBatch>> levels) where TBatch : IBatch
    {
        var weights = new float[levels.Length];
        var weight = 1.0;
        for (var i = 0; i < levels.Length; i++)
        {
            var (reward, low, high, resolution) = levels[i];
            if (!(low < high) || !float.IsFinite(high - low)) throw new ArgumentException($"Level '{name}/{reward.Name}' needs finite bounds low < high, got [{low}, {high}].");
            if (!(resolution is > 0 and <= 1)) throw new ArgumentException($"Level '{name}/{reward.Name}': resolution must be in (0, 1], was {resolution}.");
            if (i > 0) weight *= levels[i - 1].Resolution / (1.0 + resolution);
            // A score near 1 has 24 bits, so a level below 1e-5 keeps fewer than 8 of them.
            if (weight < 1e-5) throw new ArgumentException($"Level '{name}/{reward.Name}' would weigh {weight:G2}, too little for single precision (1e-5). Raise the resolutions above it.");
            weights[i] = (float)weight;
        }

        return new LexicographicReward<TBatch>(name, levels.ToArray(), weights);
    }
}

internal sealed class LexicographicReward<TBatch>(string name, Priority<TBatch>[] levels, float[] weights) : IReward<TBatch>, IWeighted where TBatch : IBatch
{
    public string Name => name;

    public string Unit => "1";

    public IReadOnlyList<IReward<TBatch>> Parts { get; } = Goodhart.Parts.Of<TBatch>(name, [.. levels.Select(level => level.Reward)]);

    /// <summary>Factors of the scores themselves: wᵢ/(highᵢ − lowᵢ).</summary>
    public IReadOnlyList<float> Weights { get; } = [.. levels.Select((level, i) => weights[i] / (level.High - level.Low))];

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null)
    {
        using var scratch = new Scratch(batch.Count);
        var row = scratch.Row();
        scores.Clear();
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i].Reward.Evaluate(batch, row, trace?.Children[i]);
            RequireBounds(levels[i], row);
            Elementwise.Shift(row, -levels[i].Low);
            Elementwise.AddScaled(scores, row, Weights[i]);
        }
    }

    private void RequireBounds(Priority<TBatch> level, ReadOnlySpan<float> row)
    {
        var (_, min, max) = ScoreNumbers.Reduce(row);
        if (row.IsEmpty || (min >= level.Low && max <= level.High)) return;
        var at = 0;
        while (row[at] >= level.Low && row[at] <= level.High) at++;
        throw new InvalidOperationException($"Part '{name}/{level.Reward.Name}' scored sample {at} as {row[at]}, outside the bounds [{level.Low}, {level.High}] it declares.");
    }
}
