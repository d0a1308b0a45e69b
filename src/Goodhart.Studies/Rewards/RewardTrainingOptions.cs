namespace Goodhart.Studies.Rewards;

/// <summary>How a reward model is trained: everything that decides its weights, besides the data.</summary>
public sealed record RewardTrainingOptions
{
    /// <summary>Folder of the model it grows from; null where it is trained from scratch.</summary>
    public string? Model { get; init; }

    /// <summary>Size of a model trained from scratch; "tiny" where neither is given.</summary>
    public ScratchSize Scratch { get; init; } = ScratchSize.Named["tiny"];

    /// <summary>Most tokens of the tokenizer trained with a model from scratch.</summary>
    public int Vocabulary { get; init; } = 2048;

    /// <summary>What is fitted, one after the other; empty for what the data ask for.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>Rank of a low-rank adapter; null trains every weight.</summary>
    public int? LoraRank { get; init; }

    /// <summary>Passes over the training data in each stage. 1 as in TRL's reward trainer: more overfits large models.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Comparisons or ratings of an update.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Of AdamW; null for 1e-3 from scratch, 1e-4 with an adapter (TRL), 1e-5 for every weight of a given model.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Decoupled weight decay of matrices.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Share dropped in training, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Most tokens of a text; the oldest turns are dropped from longer ones.</summary>
    public int MaxLength { get; init; } = 512;

    /// <summary>Share of prompts that training does not see, for the card.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Looks without a better accuracy after which a stage ends; 0 never ends early. The looks are at a further share of prompts, which the card's figures do not use.</summary>
    public int Patience { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>Models trained alike but for their seed, whose mean is the reward.</summary>
    public int Members { get; init; } = 1;

    public RewardTrainingOptions Checked()
    {
        Ensure.Positive(Vocabulary);
        Ensure.Positive(LoraRank ?? 1);
        Ensure.Positive(Epochs);
        Ensure.Positive(Batch);
        Ensure.Positive(Rate);
        Ensure.NotNegative(WeightDecay);
        Ensure.InRange(Dropout, 0, 0.99);
        Ensure.Positive(MaxLength);
        Ensure.InRange(HeldOut, 0, 0.9);
        Ensure.NotNegative(Patience);
        Ensure.InRange(Members, 1, 100);
        return Patience == 0 || HeldOut > 0 ? this : throw new ArgumentException("Stopping early needs held-out prompts: leave the held-out share above 0, or patience at 0.");
    }

    /// <summary>The learning rate that is used.</summary>
    public double Rate => LearningRate ?? (Model is null ? 1e-3 : LoraRank is not null ? 1e-4 : 1e-5);

    /// <summary>The same as words, for a card.</summary>
    internal IReadOnlyDictionary<string, string> ToCard(IReadOnlyList<RewardStage> stages) => new Dictionary<string, string>
    {
        ["stages"] = string.Join(", then ", stages.Select(stage => stage.Spelt)),
        ["model"] = Model is { } folder ? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) : FormattableString.Invariant($"{Scratch.Hidden}x{Scratch.Layers}x{Scratch.Heads} from scratch, {Vocabulary} tokens at most"),
        ["adapter"] = LoraRank is { } rank ? FormattableString.Invariant($"LoRA of rank {rank}, merged") : "none",
        ["epochs"] = FormattableString.Invariant($"{Epochs}"),
        ["batch"] = FormattableString.Invariant($"{Batch}"),
        ["learning rate"] = FormattableString.Invariant($"{Rate}"),
        ["weight decay"] = FormattableString.Invariant($"{WeightDecay}"),
        ["dropout"] = FormattableString.Invariant($"{Dropout}"),
        ["tokens at most"] = FormattableString.Invariant($"{MaxLength}"),
        ["held-out share"] = FormattableString.Invariant($"{HeldOut}"),
        ["patience"] = FormattableString.Invariant($"{Patience}"),
    };
}
