using System.Text.Json;

namespace Goodhart.Data;

/// <summary>One row of a data file, of JSON and Parquet alike, whose fields are asked for by name and fail with their place.</summary>
/// <remarks>A row lives in the memory it was read into: take from it what is needed before the next one is asked for.</remarks>
public sealed class DataRow
{
    private readonly JsonElement root;

    internal DataRow(RowPlace place, JsonElement root, string? key = null) => (Place, this.root, Key) = (place, root, key);

    public RowPlace Place { get; }

    /// <summary>The name under which the row stands in a file that is an object of rows; null elsewhere.</summary>
    public string? Key { get; }

    /// <summary>A field, which may be missing: <see cref="DataField.Exists"/>.</summary>
    public DataField this[string name] => new(this, name, root.TryGetProperty(name, out var value) ? value : default);

    public IEnumerable<string> Names => root.EnumerateObject().Select(member => member.Name);

    /// <summary>Whether the row has the field, be it null.</summary>
    public bool Has(string name) => root.TryGetProperty(name, out _);

    public bool HasAll(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (!Has(name)) return false;
        return true;
    }

    /// <summary>The first of the fields that the row has, or the first of them all, missing.</summary>
    public DataField FirstOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Has(name)) return this[name];
        return this[names[0]];
    }

    /// <summary>An error at a field of this row.</summary>
    public RowException Fail(string? field, string reason) => new(new(Place, field, reason));

    /// <summary>The same row in memory of its own, which outlives the reading.</summary>
    internal DataRow Keep() => new(Place, root.Clone(), Key);
}
