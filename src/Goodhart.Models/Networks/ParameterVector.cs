using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>The parameters of a network as one flat vector; each layer's tensor is a view into it, so that saving and optimising are loops over floats.</summary>
/// <remarks>Lives in CPU memory: these are small networks, whose cost is overhead rather than arithmetic.</remarks>
public sealed class ParameterVector : IDisposable
{
    private readonly Tensor flat;
    private readonly Tensor[] leaves;

    /// <param name="shapes">Shape of each parameter, in order. All start at zero.</param>
    public ParameterVector(params ReadOnlySpan<long[]> shapes)
    {
        var count = 0L;
        foreach (var shape in shapes) count += Size(shape);
        flat = zeros(count).DetachFromDisposeScope();
        leaves = new Tensor[shapes.Length];
        var at = 0L;
        for (var i = 0; i < leaves.Length; i++)
        {
            leaves[i] = flat.narrow(0, at, Size(shapes[i])).view(shapes[i]).detach().requires_grad_().DetachFromDisposeScope();
            at += Size(shapes[i]);
        }
    }

    public int Count => (int)flat.shape[0];

    /// <summary>Parameters as leaves of the autograd graph.</summary>
    public IReadOnlyList<Tensor> Leaves => leaves;

    /// <summary>The memory behind all parameters. // (Count)</summary>
    public Span<float> Values => flat.Floats();

    /// <summary>The memory behind one parameter, row by row.</summary>
    public Span<float> this[int leaf] => leaves[leaf].Floats();

    /// <summary>∂loss/∂parameters of several vectors, one after the other. // gradient: (Σ Count)</summary>
    public static void Gradient(Tensor loss, Span<float> gradient, params ReadOnlySpan<ParameterVector> vectors)
    {
        var inputs = new List<Tensor>();
        foreach (var vector in vectors) inputs.AddRange(vector.leaves);
        var at = 0;
        foreach (var part in autograd.grad([loss], inputs))
        {
            using var whole = part.contiguous();
            var floats = whole.Floats();
            floats.CopyTo(gradient[at..]);
            at += floats.Length;
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(MemoryMarshal.AsBytes(Values));
    }

    /// <exception cref="InvalidDataException">The stored vector has another length.</exception>
    public void Load(BinaryReader reader)
    {
        var stored = reader.ReadInt32();
        if (stored != Count) throw new InvalidDataException($"The checkpoint holds {stored} parameters, this network has {Count}: build it with the same options.");
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Values));
    }

    public void Dispose()
    {
        foreach (var leaf in leaves) leaf.Dispose();
        flat.Dispose();
    }

    private static long Size(long[] shape) => shape.Aggregate(1L, (size, d) => size * d);
}
