using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>From bytes of a file into a tensor's memory.</summary>
internal static unsafe class TensorCopy
{
    /// <summary>Numbers of one task: large enough to be worth a thread, small enough to share a tensor out.</summary>
    private const long Piece = 1 << 20;

    /// <summary>Copies saturate memory with few threads.</summary>
    private static readonly ParallelOptions Threads = new() { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount) };

    private delegate void Kernel(byte* source, byte* destination, long count);

    /// <summary>Fills a tensor of any type, layout and device from contiguous numbers of a stored type.</summary>
    public static void Fill(Tensor destination, ScalarType stored, byte* source, long count)
    {
        using var gradless = no_grad();
        using var scope = NewDisposeScope();
        if (destination.device_type is TorchSharp.DeviceType.CPU && destination.is_contiguous() && Direct(stored, destination.dtype) is { } kernel)
        {
            Run(kernel, source, SafetensorsTypes.Bytes(stored), Address(destination), (int)destination.element_size(), count);
            GC.KeepAlive(destination);
            return;
        }

        var held = empty([.. destination.shape], stored);
        Run(Direct(stored, stored)!, source, SafetensorsTypes.Bytes(stored), Address(held), SafetensorsTypes.Bytes(stored), count);
        destination.copy_(held);
    }

    /// <summary>The first byte of a contiguous CPU tensor that is not empty; spans over whole tensors end at 2 GiB.</summary>
    public static byte* Address(Tensor tensor)
    {
        using var first = tensor.detach().view(-1).narrow(0, 0, 1);
        return (byte*)Unsafe(first.bytes);
        static void* Unsafe(Span<byte> bytes) => System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
    }

    private static Kernel? Direct(ScalarType stored, ScalarType wanted) => (stored, wanted) switch
    {
        _ when stored == wanted => SafetensorsTypes.Bytes(stored) switch
        {
            8 => (s, d, n) => Buffer.MemoryCopy(s, d, n * 8, n * 8),
            4 => (s, d, n) => Buffer.MemoryCopy(s, d, n * 4, n * 4),
            2 => (s, d, n) => Buffer.MemoryCopy(s, d, n * 2, n * 2),
            _ => (s, d, n) => Buffer.MemoryCopy(s, d, n, n),
        },
        (ScalarType.BFloat16, ScalarType.Float32) => (s, d, n) => FromBFloat16((ushort*)s, (float*)d, n),
        (ScalarType.Float16, ScalarType.Float32) => (s, d, n) => FromHalf((ushort*)s, (float*)d, n),
        _ => null,
    };

    private static void Run(Kernel kernel, byte* source, int from, byte* destination, int to, long count)
    {
        if (count <= 2 * Piece)
        {
            kernel(source, destination, count);
            return;
        }

        PageAdvice.Large(destination, count * to);
        Parallel.For(0L, (count + Piece - 1) / Piece, Threads, piece =>
        {
            var (at, some) = (piece * Piece, Math.Min(Piece, count - piece * Piece));
            PageAdvice.Ready(source + (at * from), some * from);
            kernel(source + (at * from), destination + (at * to), some);
        });
    }

    /// <summary>The upper half of a float's bits.</summary>
    internal static void FromBFloat16(ushort* source, float* destination, long count)
    {
        var (i, width) = (0L, Vector<ushort>.Count);
        for (; i <= count - width; i += width)
        {
            Vector.Widen(Vector.Load(source + i), out var low, out var high);
            Vector.Store(low << 16, (uint*)(destination + i));
            Vector.Store(high << 16, (uint*)(destination + i + (width / 2)));
        }

        for (; i < count; i++) destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    /// <summary>Exponent and fraction moved into a float's place and scaled by 2^112, the difference of the exponents' biases, which is exact for subnormals too.</summary>
    internal static void FromHalf(ushort* source, float* destination, long count)
    {
        var (i, width) = (0L, Vector<ushort>.Count);
        for (; i <= count - width; i += width)
        {
            Vector.Widen(Vector.Load(source + i), out var low, out var high);
            Vector.Store(Widened(low), (uint*)(destination + i));
            Vector.Store(Widened(high), (uint*)(destination + i + (width / 2)));
        }

        for (; i < count; i++) destination[i] = (float)BitConverter.UInt16BitsToHalf(source[i]);
    }

    private static Vector<uint> Widened(Vector<uint> half)
    {
        var sign = (half & new Vector<uint>(0x8000)) << 16;
        var rest = (half & new Vector<uint>(0x7fff)) << 13;
        var number = Vector.AsVectorUInt32(Vector.AsVectorSingle(rest) * new Vector<float>(5.192296858534828e33f));   // 2^112
        var infinite = Vector.GreaterThanOrEqual(rest, new Vector<uint>(0x7c00 << 13));
        return sign | Vector.ConditionalSelect(infinite, rest | new Vector<uint>(0x7f800000), number);
    }
}
