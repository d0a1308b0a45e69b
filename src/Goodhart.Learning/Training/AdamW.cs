using Goodhart.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <param name="Beta1">Decay of the first moment, in [0, 1).</param>
/// <param name="Beta2">Decay of the second moment, in [0, 1).</param>
/// <param name="Epsilon">Added to √v̂, &gt; 0.</param>
public sealed record AdamWOptions(double Beta1 = .9, double Beta2 = .999, double Epsilon = 1e-8)
{
    public double Beta1 { get; init; } = Ensure.InRange(Beta1, 0, 1 - 1e-12);

    public double Beta2 { get; init; } = Ensure.InRange(Beta2, 0, 1 - 1e-12);

    public double Epsilon { get; init; } = Ensure.Positive(Epsilon);
}

/// <summary>AdamW (Loshchilov and Hutter 2019) on a flat vector of parameters wherever it lies; matrices alone decay.</summary>
/// <remarks>θ ← θ·(1 − ηλ) − η·m̂/(√v̂ + ε). Scalars are held while the native call runs: the binding does not keep its temporaries alive.</remarks>
public sealed class AdamW : IDisposable
{
    private readonly ParameterVector parameters;
    private readonly Tensor first, second;
    private readonly AdamWOptions options;
    private readonly double decay;
    private readonly Scalar keep1, rest1, keep2, rest2, ε, one = 1;

    /// <param name="parameters">What is trained.</param>
    /// <param name="options">Moments.</param>
    /// <param name="weightDecay">λ ≥ 0.</param>
    public AdamW(ParameterVector parameters, AdamWOptions options, double weightDecay = 0)
    {
        (this.parameters, this.options, decay) = (parameters, options, Ensure.NotNegative(weightDecay));
        // Moments are kept in 32 bits whatever the parameters are.
        first = zeros(parameters.Flat.shape, ScalarType.Float32, parameters.Flat.device).DetachFromDisposeScope();
        second = zeros_like(first).DetachFromDisposeScope();
        (keep1, rest1, keep2, rest2, ε) = (options.Beta1, 1 - options.Beta1, options.Beta2, 1 - options.Beta2, options.Epsilon);
    }

    /// <summary>Updates so far.</summary>
    public long Updates { get; private set; }

    /// <summary>One update in place. // gradient: (Count)</summary>
    public void Step(Tensor gradient, double learningRate)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        Updates++;
        if (decay > 0) Shrink(learningRate);
        if (gradient.dtype != ScalarType.Float32) gradient = gradient.to(ScalarType.Float32);
        first.mul_(keep1).add_(gradient, rest1);
        second.mul_(keep2).addcmul_(gradient, gradient, rest2);
        using Scalar scale = 1 / Math.Sqrt(1 - Math.Pow(options.Beta2, Updates));
        using Scalar rate = -learningRate / (1 - Math.Pow(options.Beta1, Updates));
        var width = second.sqrt().mul_(scale).add_(ε, one);   // the overload without it makes a temporary that the collector may free during the call
        if (parameters.Flat.dtype == ScalarType.Float32) parameters.Flat.addcdiv_(first, width, rate);
        else parameters.Flat.add_(first.div(width).mul_(rate).to(parameters.Flat.dtype), one);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Updates);
        TensorState.Save(writer, first);
        TensorState.Save(writer, second);
    }

    /// <exception cref="InvalidDataException">The stored state is of another number of parameters.</exception>
    public void Load(BinaryReader reader)
    {
        Updates = reader.ReadInt64();
        TensorState.Load(reader, first, "the optimiser's first moment");
        TensorState.Load(reader, second, "the optimiser's second moment");
    }

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        foreach (var scalar in (Scalar[])[keep1, rest1, keep2, rest2, ε, one]) scalar.Dispose();
    }

    private void Shrink(double learningRate)
    {
        using Scalar factor = 1 - learningRate * decay;
        var at = 0L;
        foreach (var leaf in parameters.Leaves)
        {
            if (leaf.dim() >= 2) parameters.Flat.narrow(0, at, leaf.numel()).mul_(factor);
            at += leaf.numel();
        }
    }
}
