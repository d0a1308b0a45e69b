using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>The parameters of a network as one flat vector; each layer's tensor is a view into it, so that saving and optimising are loops over floats.</summary>
/// <remarks>
/// Small networks live in CPU memory and are read and written as spans; their cost is overhead rather than arithmetic. Large ones have names, may lie on another
/// device and hold another type, and are read and written as tensors.
/// </remarks>
public sealed class ParameterVector : IDisposable
{
    private readonly Tensor flat;
    private readonly Tensor[] leaves;
    private readonly Dictionary<string, int> byName = [];

    /// <param name="shapes">Shape of each parameter, in order. All start at zero, in CPU memory, as 32-bit floats.</param>
    public ParameterVector(params ReadOnlySpan<long[]> shapes) : this([.. Numbered(shapes)]) { }

    /// <param name="parameters">Name and shape of each parameter, in order. All start at zero.</param>
    /// <param name="device">Where they lie; the CPU by default.</param>
    /// <param name="type">Their type; 32-bit floats by default.</param>
    /// <param name="trained">Whether gradients are taken; false for weights that stay as they are.</param>
    /// <param name="zeroed">False where every parameter is filled before it is read, as when a file is loaded.</param>
    /// <exception cref="ArgumentException">Two parameters have one name.</exception>
    public ParameterVector(IReadOnlyList<(string Name, long[] Shape)> parameters, Device? device = null, ScalarType type = ScalarType.Float32, bool trained = true, bool zeroed = true)
    {
        flat = Fresh(parameters.Sum(p => Size(p.Shape)), type, device);
        if (zeroed) flat.zero_();
        leaves = new Tensor[parameters.Count];
        Names = [.. parameters.Select(p => p.Name)];
        var at = 0L;
        for (var i = 0; i < leaves.Length; i++)
        {
            var (name, shape) = parameters[i];
            if (!byName.TryAdd(name, i)) throw new ArgumentException($"Two parameters are called '{name}'.", nameof(parameters));
            leaves[i] = flat.narrow(0, at, Size(shape)).view(shape).detach().requires_grad_(trained).DetachFromDisposeScope();
            at += Size(shape);
        }
    }

    public int Count => checked((int)flat.shape[0]);

    /// <summary>All parameters one after another; changing it changes them. // (Σ sizes)</summary>
    public Tensor Flat => flat;

    /// <summary>Names in order; "0", "1", … where none were given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>One parameter by name.</summary>
    /// <exception cref="ArgumentException">There is no such parameter; the message says which is near.</exception>
    public Tensor this[string name] => byName.TryGetValue(name, out var leaf) ? leaves[leaf]
        : throw new ArgumentException($"No parameter '{name}'.{Nearest.Hint(name, Names)}", nameof(name));

    public bool Has(string name) => byName.ContainsKey(name);

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

    /// <summary>∂loss/∂parameters as one vector, zero where a parameter did not take part. // (Σ sizes)</summary>
    public Tensor Gradient(Tensor loss)
    {
        using var scope = NewDisposeScope();
        var parts = autograd.grad([loss], leaves, allow_unused: true);
        return cat([.. parts.Zip(leaves, (part, leaf) => (part is null || part.IsInvalid ? zeros_like(leaf) : part).reshape(-1))]).MoveToOuterDisposeScope();
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

    // Large vectors are asked for in large pages before anything is written to them: the first write of each page is what costs.
    private static unsafe Tensor Fresh(long count, ScalarType type, Device? device)
    {
        var fresh = empty(count, type, device).DetachFromDisposeScope();
        if (fresh.device_type == DeviceType.CPU && count * fresh.ElementSize is > 1 << 23 and <= int.MaxValue and var length)
            fixed (byte* start = fresh.bytes) PageAdvice.Large(start, length);
        return fresh;
    }

    private static IEnumerable<(string, long[])> Numbered(ReadOnlySpan<long[]> shapes) =>
        shapes.ToArray().Select((shape, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), shape));

    private static long Size(long[] shape) => shape.Aggregate(1L, (size, d) => size * d);
}
