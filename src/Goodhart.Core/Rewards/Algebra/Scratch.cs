using System.Buffers;

namespace Goodhart;

/// <summary>Rows of floats lent by the shared pool for the length of one evaluation.</summary>
internal readonly ref struct Scratch : IDisposable
{
    private readonly float[] memory;
    private readonly int width;

    /// <param name="width">Length of a row.</param>
    /// <param name="rows">Number of rows.</param>
    public Scratch(int width, int rows = 1)
    {
        this.width = width;
        memory = ArrayPool<float>.Shared.Rent(checked(width * rows));
    }

    public Span<float> Row(int index = 0) => memory.AsSpan(index * width, width);

    public void Dispose() => ArrayPool<float>.Shared.Return(memory);
}
