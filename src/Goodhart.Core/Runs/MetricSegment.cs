using Parquet;
using Parquet.Schema;

namespace Goodhart.Runs;

/// <summary>One Parquet file of metrics: columns step, tag, value, status; a row per value in the order of recording.</summary>
internal static class MetricSegment
{
    private static readonly DataField<long> step = new("step");
    private static readonly DataField<string> tag = new("tag", false);
    private static readonly DataField<double> value = new("value");
    private static readonly DataField<string> status = new("status", false);

    public static byte[] Encode(IReadOnlyList<Metric> rows)
    {
        using var stream = new MemoryStream();
        Write(stream, rows).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    /// <exception cref="RunFolderException">The file is cut off or not a segment.</exception>
    public static List<Metric> Read(string path)
    {
        try
        {
            return Read(new MemoryStream(File.ReadAllBytes(path))).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)   // a damaged file can make the decoder throw anything
        {
            throw RunFolderException.Reading(path, e);
        }
    }

    private static async Task Write(Stream stream, IReadOnlyList<Metric> rows)
    {
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(step, tag, value, status), stream);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync<long>(step, rows.Select(r => r.Step).ToArray());
        await group.WriteAsync(tag, rows.Select(r => r.Tag).ToArray());
        await group.WriteAsync<double>(value, rows.Select(r => r.Value).ToArray());
        await group.WriteAsync(status, rows.Select(r => r.Status.ToString()).ToArray());
    }

    private static async Task<List<Metric>> Read(Stream stream)
    {
        await using var reader = await ParquetReader.CreateAsync(stream);
        var rows = new List<Metric>();
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            var (steps, tags, values) = (new long[group.RowCount], new string?[group.RowCount], new double[group.RowCount]);
            await group.ReadAsync<long>(Stored(reader, step), steps);
            await group.ReadAsync(Stored(reader, tag), tags.AsMemory());
            await group.ReadAsync<double>(Stored(reader, value), values);
            for (var i = 0; i < steps.Length; i++) rows.Add(new(steps[i], tags[i] ?? throw new InvalidDataException("a tag is missing"), values[i]));
        }

        return rows;
    }

    private static DataField Stored(ParquetReader reader, DataField field) =>
        reader.Schema.GetDataFields().FirstOrDefault(f => f.Name == field.Name) ?? throw new InvalidDataException($"column '{field.Name}' is missing");
}
