namespace Goodhart.Learning;

/// <param name="Epochs">Passes over the examples, &gt; 0. 1 as in TRL's reward trainer.</param>
/// <param name="Batch">Examples of an update, &gt; 0.</param>
/// <param name="LearningRate">Of AdamW, &gt; 0; 1e-4 in TRL for adapters, 5e-6 and less for whole language models, 3e-3 for small networks.</param>
/// <param name="ClipNorm">Longest gradient, &gt; 0; 1 as in transformers.</param>
/// <param name="WeightDecay">Of matrices, ≥ 0, decoupled. 0 as in transformers.</param>
public sealed record TrainingOptions(int Epochs = 1, int Batch = 64, double LearningRate = 1e-4, double ClipNorm = 1, double WeightDecay = 0)
{
    /// <summary>Examples that are scored at a time; a batch's gradient is the sum of its parts'. 0 for the whole batch.</summary>
    public int MicroBatch { get; init; }

    /// <summary>Updates at most; null for all epochs.</summary>
    public long? MaxSteps { get; init; }

    public Schedule Schedule { get; init; } = new();

    /// <summary>β₁, β₂ and ε. (.9, .999), 1e-8 as in transformers; (.9, .95), 1e-6 in "Secrets of RLHF, part II".</summary>
    public AdamWOptions Adam { get; init; } = new();

    /// <summary>Whether every epoch has an order of its own; false keeps the order of the file.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Updates between two looks at the held-out examples; 0 for the end of every epoch.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>Looks without a better held-out accuracy (or, without decisions, a lower loss) after which training stops; 0 never stops early.</summary>
    public int Patience { get; init; }

    /// <summary>Whether the parameters of the best look are what remains; needs held-out examples.</summary>
    public bool KeepBest { get; init; }

    /// <summary>Updates between two lines of the log.</summary>
    public int LogEvery { get; init; } = 10;

    /// <summary>Updates between two checkpoints, where a run folder is given.</summary>
    public int CheckpointEvery { get; init; } = 500;

    /// <summary>One core for each operation: right for small networks, wrong for language models.</summary>
    public bool OneThread { get; init; } = true;

    internal TrainingOptions Checked(bool heldOut)
    {
        Ensure.Positive(Epochs);
        Ensure.Positive(Batch);
        Ensure.Positive(LearningRate);
        Ensure.Positive(ClipNorm);
        Ensure.NotNegative(WeightDecay);
        Ensure.NotNegative(MicroBatch);
        Ensure.Positive(MaxSteps ?? 1);
        Ensure.NotNegative(EvaluateEvery);
        Ensure.NotNegative(Patience);
        Ensure.Positive(LogEvery);
        Ensure.Positive(CheckpointEvery);
        return heldOut || (Patience == 0 && !KeepBest) ? this : throw new ArgumentException("Patience and KeepBest need held-out examples, got none.");
    }
}
