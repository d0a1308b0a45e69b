using System.CommandLine;
using Goodhart.Studies.Rewards;

namespace Goodhart.Cli;

/// <summary>The numbers that <c>goodhart reward train</c> takes; what is left out keeps its default.</summary>
internal sealed class RewardTrainNumbers
{
    private readonly Option<int?> epochs = new("--epochs") { Description = "Passes over the data in each stage; 1 when left out.", HelpName = "n" };
    private readonly Option<int?> batch = new("--batch") { Description = "Comparisons or ratings of an update; 32 when left out.", HelpName = "n" };
    private readonly Option<double?> rate = new("--learning-rate", "--lr") { Description = "Of AdamW; 1e-3 from scratch, 1e-4 with --lora, 1e-5 for all weights of a model when left out.", HelpName = "η" };
    private readonly Option<double?> decay = new("--weight-decay") { Description = "Decoupled, of matrices; 0 when left out.", HelpName = "λ" };
    private readonly Option<double?> dropout = new("--dropout") { Description = "Share dropped in training; 0 when left out.", HelpName = "share" };
    private readonly Option<int?> lora = new("--lora") { Description = "Train a low-rank adapter of this rank instead of every weight; it is merged in the end.", HelpName = "rank" };
    private readonly Option<int?> length = new("--max-length") { Description = "Most tokens of a text; the oldest turns of longer ones are dropped, and counted in the card. 512 when left out.", HelpName = "tokens" };
    private readonly Option<int?> vocabulary = new("--vocabulary") { Description = "Most tokens of a tokenizer made from scratch; 2048 when left out.", HelpName = "n" };
    private readonly Option<double?> held = new("--held-out") { Description = "Share of prompts kept for the test; 0.1 when left out.", HelpName = "share" };
    private readonly Option<int?> patience = new("--patience") { Description = "Stop a stage after so many looks without a better accuracy, on a further share of prompts; never when left out.", HelpName = "n" };
    private readonly Option<int?> members = new("--members") { Description = "Models that differ by seed; the reward is their mean. 1 when left out.", HelpName = "n" };

    public IReadOnlyList<Option> All => [epochs, batch, rate, decay, dropout, lora, length, vocabulary, held, patience, members];

    public RewardTrainingOptions Into(RewardTrainingOptions options, ParseResult parsed) => options with
    {
        Epochs = parsed.GetValue(epochs) ?? options.Epochs,
        Batch = parsed.GetValue(batch) ?? options.Batch,
        LearningRate = parsed.GetValue(rate) ?? options.LearningRate,
        WeightDecay = parsed.GetValue(decay) ?? options.WeightDecay,
        Dropout = parsed.GetValue(dropout) ?? options.Dropout,
        LoraRank = parsed.GetValue(lora) ?? options.LoraRank,
        MaxLength = parsed.GetValue(length) ?? options.MaxLength,
        Vocabulary = parsed.GetValue(vocabulary) ?? options.Vocabulary,
        HeldOut = parsed.GetValue(held) ?? options.HeldOut,
        Patience = parsed.GetValue(patience) ?? options.Patience,
        Members = parsed.GetValue(members) ?? options.Members,
    };
}
