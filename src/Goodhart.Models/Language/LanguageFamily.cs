namespace Goodhart.Models;

/// <summary>Architectures of language models, named as <c>model_type</c> in config.json names them.</summary>
public enum LanguageFamily
{
    /// <summary>Learnt positions, layer norm, fused attention weights stored (in, out).</summary>
    Gpt2,

    /// <summary>Rotary positions, RMS norm, gated MLP, grouped key and value heads.</summary>
    Llama,

    /// <summary>Llama with biases on queries, keys and values.</summary>
    Qwen2,

    /// <summary>Llama with RMS norm over each query and key head, whose size is free.</summary>
    Qwen3,
}

/// <summary>What stands between the two layers of a transformer's MLP.</summary>
public enum Nonlinearity
{
    /// <summary>½x(1 + tanh(√(2/π)(x + 0.044715x³))): <c>gelu_new</c>, <c>gelu_pytorch_tanh</c>.</summary>
    GeluTanh,

    /// <summary>xΦ(x).</summary>
    Gelu,

    /// <summary>x·sigmoid(x).</summary>
    Silu,

    Relu,
}
