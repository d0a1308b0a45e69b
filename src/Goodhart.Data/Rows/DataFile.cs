namespace Goodhart.Data;

/// <summary>Rows of JSON lines, of a JSON list or object of rows, and of Parquet, each also packed by gzip; told by content, not by name.</summary>
/// <remarks>Rows are streamed: a file of 5 GB needs the memory of its longest row, a Parquet file that of its largest row group.</remarks>
public static class DataFile
{
    private static readonly string[] endings = [".jsonl", ".ndjson", ".json", ".parquet"];

    /// <summary>Rows of one file.</summary>
    /// <param name="path">A file.</param>
    /// <param name="limits">Bounds on what the file may ask of its reader.</param>
    /// <param name="fault">Told of every malformed row, which is then passed over; by default it ends the reading.</param>
    /// <exception cref="DataFileException">The file is no such file, is damaged or cut off.</exception>
    /// <exception cref="RowException">A row is malformed and nobody asked to be told.</exception>
    public static IEnumerable<DataRow> Read(string path, RowLimits? limits = null, Action<RowFault>? fault = null)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        return Rows(path, limits, fault);

        static IEnumerable<DataRow> Rows(string path, RowLimits? limits, Action<RowFault>? fault)
        {
            using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
            foreach (var row in Read(file, path, limits, fault)) yield return row;
        }
    }

    /// <summary>Rows of a stream, which is disposed at the end; <paramref name="name"/> stands for the file in messages.</summary>
    public static IEnumerable<DataRow> Read(Stream stream, string name, RowLimits? limits = null, Action<RowFault>? fault = null)
    {
        limits ??= RowLimits.Default;
        fault ??= found => throw new RowException(found);
        using var source = ByteSource.Open(stream, name, limits);
        using var window = new TextWindow(source);
        while (window.Unread.Length < 4 && window.Fill())
        {
        }

        if (window.Unread.StartsWith("PAR1"u8))
        {
            foreach (var row in ParquetRows.Read(stream, source.IsPacked ? window : null, name, limits)) yield return row;
            yield break;
        }

        SkipMark(window, name);
        var shape = JsonShapes.Of(window, name);
        var rows = shape is { } known ? new JsonRows(window, name, limits, fault).Read(known) : LineRows.Read(window, name, limits, fault);
        foreach (var row in rows) yield return row;
    }

    /// <summary>The data files a path stands for: itself, or those of a folder by name.</summary>
    /// <exception cref="FileNotFoundException">There is neither file nor folder, or the folder holds no data file.</exception>
    public static IReadOnlyList<string> Files(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.{Near(path)}", path);
        string[] found = [.. Directory.EnumerateFiles(path).Where(IsData).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new FileNotFoundException($"Folder '{path}' holds no file that ends in {string.Join(", ", endings)}, or in one of them and .gz.", path);
    }

    private static bool IsData(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    private static string Near(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) return "";
        var near = Nearest.Of(Path.GetFileName(path), Directory.EnumerateFileSystemEntries(folder).Select(found => Path.GetFileName(found)), most: 1);
        return near.Count > 0 ? $" Did you mean '{Path.Combine(Path.GetDirectoryName(path) ?? "", near[0])}'?" : "";
    }

    /// <summary>A byte-order mark of UTF-8 is passed over; one of another encoding is an error.</summary>
    private static void SkipMark(TextWindow window, string name)
    {
        if (window.Unread.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) window.Take(3);
        else if (window.Unread is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..]) throw new DataFileException($"{name}: the text is UTF-16; save it as UTF-8.");
    }
}
