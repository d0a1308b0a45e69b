using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Ways between spans of columns and tensors of rows.</summary>
public static class TensorMemory
{
    extension(Tensor tensor)
    {
        /// <summary>The memory of a contiguous CPU tensor of floats, valid while the tensor lives.</summary>
        /// <remarks>The span does not keep the tensor alive: hold it by a dispose scope, a using or <see cref="GC.KeepAlive"/> while the span is read.</remarks>
        public Span<float> Floats() => MemoryMarshal.Cast<byte, float>(tensor.bytes);
    }

    /// <summary>A tensor of rows from columns, field f of row n at f·count + n. // (count, fields)</summary>
    public static Tensor Rows(ReadOnlySpan<float> columns, int count)
    {
        var held = empty(count == 0 ? 0 : columns.Length / count, count);
        columns.CopyTo(held.Floats());
        return held.t().contiguous();
    }

    /// <summary>A copy of a span. // (values.Length)</summary>
    public static Tensor Vector(ReadOnlySpan<float> values)
    {
        var held = empty(values.Length);
        values.CopyTo(held.Floats());
        return held;
    }

    /// <summary>The observations of a batch as rows. // (count, fields)</summary>
    public static Tensor Observations(Transitions batch) => Stack(batch.Count, batch.Schema.Observation.Count, batch.Observation);

    /// <summary>The actions of a batch as rows. // (count, action width)</summary>
    public static Tensor Actions(Transitions batch) => Stack(batch.Count, batch.Schema.Actions.Width, batch.Action);

    private static Tensor Stack(int count, int fields, Func<int, Span<float>> column)
    {
        var held = empty(fields, count);
        var floats = held.Floats();
        for (var f = 0; f < fields; f++) column(f).CopyTo(floats[(f * count)..]);
        return held.t().contiguous();
    }
}
