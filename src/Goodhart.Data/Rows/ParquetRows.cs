using Parquet;
using Parquet.Serialization;

namespace Goodhart.Data;

/// <summary>Rows of a Parquet file, with their lists and structs, one row group at a time.</summary>
internal static class ParquetRows
{
    /// <param name="raw">The file; it must be able to seek, since Parquet's index stands at its end.</param>
    /// <param name="packed">The same file being unpacked, if it was packed once more; it is then unpacked to a temporary file.</param>
    public static IEnumerable<DataRow> Read(Stream raw, TextWindow? packed, string file, RowLimits limits)
    {
        if (packed is null && !raw.CanSeek) throw new DataFileException($"{file}: Parquet cannot be read from a pipe, since its index stands at its end; save it to a file.");
        using var unpacked = packed is null ? null : Unpack(packed, file, limits);
        var stream = unpacked ?? raw;
        var groups = Groups(stream, file, limits);
        long row = 0;
        for (var group = 0; group < groups; group++)
            foreach (var cells in Load(stream, group, file))
            {
                var place = new RowPlace(file, ++row);
                using var json = JsonRow.Parse(JsonCells.ToJson(cells), place, limits);
                yield return new(place, json.RootElement);
            }
    }

    private static int Groups(Stream stream, string file, RowLimits limits)
    {
        stream.Position = 0;
        return Guarded(file, async () =>
        {
            await using var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true);
            for (var i = 0; i < reader.RowGroupCount; i++)
            {
                using var group = reader.OpenRowGroupReader(i);
                var bytes = reader.Metadata!.RowGroups[i].TotalByteSize;
                if (bytes > limits.MaxGroupBytes) throw new DataFileException($"{file}: row group {i} holds {bytes} bytes; raise MaxGroupBytes (now {limits.MaxGroupBytes}) if it is meant.");
            }

            return reader.RowGroupCount;
        });
    }

    private static IEnumerable<Dictionary<string, object>> Load(Stream stream, int group, string file)
    {
        stream.Position = 0;
        return Guarded(file, async () =>
        {
            var found = await ParquetSerializer.DeserializeUntypedAsync(stream, null, group);
            foreach (var row in found.Data) Complete(row, found.Schema.Fields);
            return found.Data;
        });
    }

    /// <summary>An empty list and a missing one look alike in what Parquet.Net hands out, neither being there; both are empty lists here.</summary>
    private static void Complete(IDictionary<string, object> cells, IEnumerable<Parquet.Schema.Field> fields)
    {
        foreach (var field in fields)
        {
            if (field is Parquet.Schema.StructField inner && cells.TryGetValue(field.Name, out var cell) && cell is IDictionary<string, object> members) Complete(members, inner.Fields);
            else if (field is Parquet.Schema.ListField { Item: Parquet.Schema.StructField item } && cells.TryGetValue(field.Name, out var list) && list is System.Collections.IEnumerable elements)
                foreach (var element in elements.OfType<IDictionary<string, object>>()) Complete(element, item.Fields);
            else if (field is Parquet.Schema.ListField or Parquet.Schema.DataField { IsArray: true }) cells.TryAdd(field.Name, Array.Empty<object>());
        }
    }

    /// <summary>Parquet.Net is asynchronous; reading rows is not.</summary>
    private static T Guarded<T>(string file, Func<Task<T>> read)
    {
        try
        {
            return Task.Run(read).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not (DataFileException or OutOfMemoryException))
        {
            throw new DataFileException($"{file}: not a Parquet file that can be read ({e.Message}).", e);
        }
    }

    private static FileStream Unpack(TextWindow packed, string file, RowLimits limits)
    {
        var copy = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        do
        {
            copy.Write(packed.Unread);
            packed.Take(packed.Unread.Length);
            if (copy.Length > limits.MaxGroupBytes)
            {
                copy.Dispose();
                throw new DataFileException($"{file}: more than {limits.MaxGroupBytes} bytes of Parquet within gzip; unpack it first, or raise MaxGroupBytes.");
            }
        }
        while (packed.Fill());
        return copy;
    }
}
