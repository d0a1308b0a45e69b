using System.IO.Compression;

namespace Goodhart.Data;

/// <summary>Writes rows to a data file; the name's ending tells how.</summary>
/// <remarks>
/// A row holds fields by name; a value is null, a text, a bool, a whole number, a double, a list of values, or an object of them. A file is written beside its place
/// and moved there by <see cref="Close"/>, so that whoever reads it finds all of it or what was there before.
/// </remarks>
public abstract class DataWriter : IDisposable
{
    private static readonly string[] endings = [".jsonl", ".jsonl.gz", ".json", ".json.gz", ".parquet"];

    private readonly string path;
    private readonly string beside;
    private bool closed;

    private protected DataWriter(string path)
    {
        this.path = path;
        beside = $"{path}.{Environment.ProcessId}.part";
        File = new FileStream(beside, FileMode.Create, FileAccess.ReadWrite);
    }

    /// <summary>Rows written.</summary>
    public long Count { get; private set; }

    private protected FileStream File { get; }

    /// <summary>JSON lines, a JSON list (each also packed by gzip) or Parquet, by the ending of the name.</summary>
    /// <exception cref="ArgumentException">The ending is none of these.</exception>
    public static DataWriter Create(string path)
    {
        Require(path);
        return path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? new ParquetFileWriter(path) : new JsonFileWriter(path);
    }

    /// <summary>Checks a name before the work is done that is to be written under it.</summary>
    /// <exception cref="ArgumentException">The ending is unknown.</exception>
    public static void Require(string path)
    {
        if (!endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException($"'{Path.GetFileName(path)}' ends in none of {string.Join(", ", endings)}, which tell how it is written.", nameof(path));
    }

    public void Write(IReadOnlyDictionary<string, object?> row)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        Put(row);
        Count++;
    }

    /// <summary>Ends the file and puts it in its place.</summary>
    public void Close()
    {
        if (closed) return;
        End();
        closed = true;
        File.Dispose();
        System.IO.File.Move(beside, path, overwrite: true);
    }

    /// <summary>Without <see cref="Close"/> before it, what was written is thrown away.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (closed) return;
        closed = true;
        File.Dispose();
        System.IO.File.Delete(beside);
    }

    private protected abstract void Put(IReadOnlyDictionary<string, object?> row);

    private protected abstract void End();

    private protected static Stream Packed(Stream file) => new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
}
