using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Tensors of any device and type in a checkpoint, bit for bit.</summary>
internal static class TensorState
{
    private const long Chunk = 1 << 26;   // elements at a time: a span holds at most 2 GiB

    public static void Save(BinaryWriter writer, Tensor flat)
    {
        using var nothing = no_grad();
        writer.Write(flat.shape[0]);
        writer.Write((byte)flat.dtype);
        for (var at = 0L; at < flat.shape[0]; at += Chunk)
        {
            using var scope = NewDisposeScope();
            var part = flat.narrow(0, at, Math.Min(Chunk, flat.shape[0] - at)).detach().cpu().contiguous();
            writer.Write(part.bytes);
        }
    }

    /// <exception cref="InvalidDataException">Another length or type was stored.</exception>
    public static void Load(BinaryReader reader, Tensor flat, string what)
    {
        using var nothing = no_grad();
        var (count, type) = (reader.ReadInt64(), (ScalarType)reader.ReadByte());
        if (count != flat.shape[0] || type != flat.dtype)
            throw new InvalidDataException($"The checkpoint holds {count} numbers of {type} for {what}, this training has {flat.shape[0]} of {flat.dtype}: build it with the same options.");
        for (var at = 0L; at < count; at += Chunk)
        {
            using var scope = NewDisposeScope();
            var part = empty(Math.Min(Chunk, count - at), type);
            reader.BaseStream.ReadExactly(part.bytes);
            flat.narrow(0, at, part.shape[0]).copy_(part);
        }
    }
}
