namespace Goodhart;

/// <summary>Log-probabilities of being better than a reference (log-sigmoid-centred, LSC).</summary>
/// <remarks>
/// u = log σ(r − ref): a preference model's probability of beating the reference. Its slope 1 − σ(r − ref) is ½ at the reference, falls to 0 above it
/// (what is good already earns little more) and rises to 1 below. "Transforming and Combining Rewards for Aligning Large Language Models" (2024).
/// </remarks>
public static class RewardLogSigmoid
{
    extension<TBatch>(IReward<TBatch> reward) where TBatch : IBatch
    {
        /// <summary>log σ(r − reference) with one reference for all samples.</summary>
        /// <param name="reference">Score (logits) that has probability ½; the 0.85 quantile of the base policy's scores is the paper's choice.</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.lsc" when null.</param>
        public IReward<TBatch> LogSigmoid(float reference = 0, string? name = null)
        {
            if (!float.IsFinite(reference)) throw new ArgumentException($"Log-sigmoid of '{reward.Name}' needs a finite reference, got {reference}.");
            return reward.Transform(name ?? $"{reward.Name}.lsc", scores =>
            {
                for (var i = 0; i < scores.Length; i++) scores[i] = (float)LogProbability.LogSigmoid((double)scores[i] - reference);
            }, unit: "1");
        }

        /// <summary>log σ(r − reference) with a reference per sample, such as the score of a fixed answer to the same prompt.</summary>
        /// <param name="reference">Scores that have probability ½, in the same unit.</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.lsc" when null.</param>
        public IReward<TBatch> LogSigmoid(IReward<TBatch> reference, string? name = null) =>
            new LogSigmoidReward<TBatch>(name ?? $"{reward.Name}.lsc", reward, reference);
    }
}

internal sealed class LogSigmoidReward<TBatch> : IReward<TBatch> where TBatch : IBatch
{
    private readonly IReward<TBatch>[] parts;

    public LogSigmoidReward(string name, IReward<TBatch> reward, IReward<TBatch> reference)
    {
        Name = name;
        parts = Goodhart.Parts.Of(name, reward, reference);
        Goodhart.Parts.Unit<TBatch>(name, parts);
    }

    public string Name { get; }

    public string Unit => "1";

    public IReadOnlyList<IReward<TBatch>> Parts => parts;

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null)
    {
        using var scratch = new Scratch(batch.Count);
        var references = scratch.Row();
        parts[0].Evaluate(batch, scores, trace?.Children[0]);
        parts[1].Evaluate(batch, references, trace?.Children[1]);
        for (var i = 0; i < scores.Length; i++) scores[i] = (float)LogProbability.LogSigmoid((double)scores[i] - references[i]);
    }
}
