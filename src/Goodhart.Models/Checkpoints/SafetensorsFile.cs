using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>A safetensors file in memory-mapped form: tensors are copied straight from the file's pages, converted on the way.</summary>
/// <remarks>Opening checks the whole header, so that reading never leaves the file. Reads may run side by side. The file must not shrink while it is open.</remarks>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly Dictionary<string, SafetensorsEntry> entries;
    private readonly byte* data;
    private bool disposed;

    private SafetensorsFile(string path, FileStream stream, long start, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        (Path, Metadata) = (path, metadata);
        this.entries = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* begin = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref begin);
        data = begin + view.PointerOffset + start;
    }

    public string Path { get; }

    /// <summary>What the writer said about the file, such as <c>format: pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Tensors by name, in the order of the header.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => entries;

    /// <summary>Maps a file and checks its header.</summary>
    /// <exception cref="CheckpointException">The file is missing, cut off or malformed; the message says where and what was expected.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            var (header, start) = Header(stream, path);
            var (entries, metadata) = SafetensorsHeader.Parse(header, stream.Length - start, path);
            return new(path, stream, start, entries, metadata);
        }
        catch (Exception e)
        {
            stream?.Dispose();
            if (e is (IOException and not CheckpointException) or UnauthorizedAccessException or ArgumentException) throw new CheckpointException($"Cannot read '{path}': {e.Message}", path, e);
            throw;
        }
    }

    /// <summary>What is known of one tensor.</summary>
    /// <exception cref="CheckpointException">There is no such tensor; the message says which is near.</exception>
    public SafetensorsEntry Entry(string name) => entries.TryGetValue(name, out var entry) ? entry
        : throw new CheckpointException($"'{Path}' holds no tensor '{name}'.{Near(name)}", Path);

    /// <summary>A copy of one tensor.</summary>
    /// <param name="name">Which.</param>
    /// <param name="type">Type to convert to; as stored by default.</param>
    /// <param name="device">Where to put it; the CPU by default.</param>
    /// <exception cref="CheckpointException">There is no such tensor.</exception>
    public Tensor Read(string name, ScalarType? type = null, Device? device = null)
    {
        var entry = Entry(name);
        var read = empty([.. entry.Shape], type ?? entry.Type, device);
        CopyTo(name, read);
        return read;
    }

    /// <summary>Fills a tensor, converting the numbers to its type.</summary>
    /// <exception cref="CheckpointException">There is no such tensor, or its shape is another; the message says both shapes.</exception>
    public void CopyTo(string name, Tensor destination)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var entry = Entry(name);
        if (!destination.shape.AsSpan().SequenceEqual([.. entry.Shape]))
            throw new CheckpointException($"'{Path}': tensor '{name}' has shape [{string.Join(", ", entry.Shape)}], expected [{string.Join(", ", destination.shape)}].", Path);
        if (entry.Length > 0) TensorCopy.Fill(destination, entry.Type, data + entry.Offset, entry.Elements);
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }

    private static (byte[] Header, long Start) Header(FileStream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.Prefix];
        if (stream.Length < prefix.Length) throw new CheckpointException($"'{path}' is cut off: {stream.Length} bytes, expected at least {prefix.Length}.", path);
        stream.ReadExactly(prefix);
        if (prefix.SequenceEqual("version "u8)) throw new CheckpointException($"'{path}' is a pointer of Git LFS, not the file itself: fetch it with 'git lfs pull'.", path);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.Longest) throw new CheckpointException($"'{path}' gives its header {length} bytes; expected at most {SafetensorsHeader.Longest}. It is not a safetensors file or is damaged.", path);
        if ((long)length > stream.Length - prefix.Length) throw new CheckpointException($"'{path}' is cut off: its header should have {length} bytes, {stream.Length - prefix.Length} follow.", path);
        var header = new byte[length];
        stream.ReadExactly(header);
        return (header, prefix.Length + (long)length);
    }

    private string Near(string name) => Nearest.Of(name, entries.Keys) is { Count: > 0 } ? Nearest.Hint(name, entries.Keys) : $" It holds {entries.Count} others.";
}
