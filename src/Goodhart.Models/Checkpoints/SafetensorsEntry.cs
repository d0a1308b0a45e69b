using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Unique within the file.</param>
/// <param name="Type">Type of its numbers.</param>
/// <param name="Shape">Empty for a scalar.</param>
/// <param name="Offset">First byte, counted from the beginning of the data.</param>
/// <param name="Length">Bytes.</param>
public sealed record SafetensorsEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Offset, long Length)
{
    public long Elements => Shape.Aggregate(1L, (product, size) => product * size);
}
