using Parquet.Schema;
using Parquet.Serialization;

namespace Goodhart.Data;

/// <summary>Parquet in row groups, with the columns that the rows of the first group have.</summary>
internal sealed class ParquetFileWriter(string path) : DataWriter(path)
{
    /// <summary>Rows of a group: what has to be held in memory until the group is written.</summary>
    private const int Group = 8192;

    private readonly List<IDictionary<string, object?>> rows = [];
    private ParquetKind? kind;
    private ParquetSchema? schema;

    private protected override void Put(IReadOnlyDictionary<string, object?> row)
    {
        rows.Add((IDictionary<string, object?>)ParquetKind.Plain(row)!);
        if (rows.Count == Group) Flush();
    }

    private protected override void End()
    {
        if (Count == 0) throw new DataFileException("There is no row to write; a Parquet file needs at least one to know its columns.");
        if (rows.Count > 0) Flush();
    }

    private void Flush()
    {
        var first = schema is null;
        kind = rows.Aggregate(kind, (known, row) => ParquetKind.Join(known, ParquetKind.Of(row), "row"));
        if (first) schema = new(kind!.Members.Select(member => member.Value.ToField(member.Key)));
        else if (kind!.Differs(schema!)) throw new DataFileException($"Rows from {Count} on have other columns than those before; Parquet needs the same in each. Write JSON lines.");
        File.Position = 0;
        Task.Run(() => ParquetSerializer.SerializeUntypedAsync([.. rows.Select(row => kind!.Fill(row))], schema!, File, new() { Append = !first })).GetAwaiter().GetResult();
        rows.Clear();
    }
}
