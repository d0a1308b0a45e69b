using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Which weights of a scorer are trained.</summary>
public enum Trained
{
    /// <summary>Body and head.</summary>
    All,

    /// <summary>The head alone, on hidden states that stay as they are.</summary>
    Head,

    /// <summary>The head, and a low-rank adapter beside the body.</summary>
    Lora,
}

/// <param name="Trained">What training changes.</param>
/// <param name="Lora">Adapter where <see cref="Trained.Lora"/>; PEFT's defaults where null.</param>
/// <param name="Dropout">Share of what each layer adds that is dropped in training, in [0, 1). 0 as reward models of Llama and Qwen are trained.</param>
/// <param name="BatchTokens">Most tokens, padding included, that go through the body at once without gradients; more is not faster, and takes memory.</param>
/// <param name="Products">
/// Type in which layers take their products, weights and sums staying as they are; null for that of the weights. BFloat16 is many times faster on processors with
/// avx512_bf16 and keeps 8 bits of each factor: scores then differ by some 1e-2 and depend on their batch as much, so it is for training.
/// </param>
public sealed record LanguageScorerOptions(Trained Trained = Trained.All, LoraConfig? Lora = null, double Dropout = 0, int BatchTokens = 4096, ScalarType? Products = null);
