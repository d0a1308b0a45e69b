using System.Collections;
using System.Globalization;
using Parquet.Schema;

namespace Goodhart.Data;

/// <summary>What a column holds, found from its values: Parquet asks for it before the first row.</summary>
internal sealed class ParquetKind
{
    private enum Shape { Null, Flag, Whole, Real, Text, List, Object }

    private Shape shape;
    private ParquetKind? element;

    /// <summary>Fields of an object, in the order in which they were met.</summary>
    public OrderedDictionary<string, ParquetKind> Members { get; } = [];

    public static ParquetKind Of(object? value)
    {
        var kind = new ParquetKind
        {
            shape = value switch { null => Shape.Null, bool => Shape.Flag, long => Shape.Whole, double => Shape.Real, string => Shape.Text, IDictionary<string, object> => Shape.Object, _ => Shape.List },
        };
        if (value is IDictionary<string, object> members)
            foreach (var (name, member) in members) kind.Members.Add(name, Of(member));
        else if (value is IList list)
            foreach (var item in list) kind.element = Join(kind.element, Of(item), "element");
        return kind;
    }

    /// <summary>What holds both; a whole number is also a real one, and null is anything.</summary>
    public static ParquetKind Join(ParquetKind? a, ParquetKind? b, string name)
    {
        if (a is null || b is null || a.shape is Shape.Null || b.shape is Shape.Null) return (a is null || a.shape is Shape.Null ? b ?? a : a)!;
        var kind = new ParquetKind { shape = a.shape == b.shape ? a.shape : (a.shape, b.shape) is (Shape.Whole, Shape.Real) or (Shape.Real, Shape.Whole) ? Shape.Real : throw Mixed(name, a, b) };
        if (a.element is not null || b.element is not null) kind.element = Join(a.element, b.element, name);
        foreach (var member in a.Members.Keys.Union(b.Members.Keys))
            kind.Members.Add(member, Join(a.Members.GetValueOrDefault(member), b.Members.GetValueOrDefault(member), member));
        return kind;
    }

    public Parquet.Schema.Field ToField(string name) => shape switch
    {
        Shape.Flag => new Parquet.Schema.DataField<bool?>(name),
        Shape.Whole => new Parquet.Schema.DataField<long?>(name),
        Shape.Real => new Parquet.Schema.DataField<double?>(name),
        Shape.List when element?.shape is Shape.List => throw new DataFileException($"Column '{name}' holds lists of lists, which are not written to Parquet. Write JSON lines."),
        Shape.List => new ListField(name, (element ?? new() { shape = Shape.Text }).ToField("element")),
        Shape.Object when Members.Count > 0 => new StructField(name, [.. Members.Select(member => member.Value.ToField(member.Key))]),
        _ => new Parquet.Schema.DataField<string>(name),
    };

    public bool Differs(ParquetSchema schema) => !new ParquetSchema(Members.Select(member => member.Value.ToField(member.Key))).Equals(schema);

    /// <summary>A row with every field of the schema and the numbers of its kind.</summary>
    public object Fill(object? value) => (shape, value) switch
    {
        (_, null) => null!,
        (Shape.Real, long whole) => (double)whole,
        (Shape.Object, IDictionary<string, object> members) => Members.ToDictionary(member => member.Key, member => member.Value.Fill(members.TryGetValue(member.Key, out var found) ? found : null)),
        (Shape.List, IList list) => Elements(list),
        _ => value,
    };

    /// <summary>Parquet.Net wants a list of its element's own type.</summary>
    private object Elements(IList list) => element?.shape switch
    {
        Shape.Flag => list.Cast<bool?>().ToList(),
        Shape.Whole => list.Cast<long?>().ToList(),
        Shape.Real => list.Cast<object?>().Select(item => (double?)element.Fill(item)).ToList(),
        Shape.Object => list.Cast<object?>().Select(item => (IDictionary<string, object>)element.Fill(item)).ToList(),
        _ => list.Cast<string?>().Select(item => item is null ? default(ReadOnlyMemory<char>?) : item.AsMemory()).ToList(),
    };

    public IDictionary<string, object?> Fill(IDictionary<string, object?> row) => (IDictionary<string, object?>)Fill((object)row);

    /// <summary>The same value in the few types that the writer knows: bool, long, double, text, lists and dictionaries.</summary>
    public static object? Plain(object? value) => value switch
    {
        null or bool or long or double or string => value,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object?> members => members.ToDictionary(member => member.Key, member => Plain(member.Value)!),
        IEnumerable list => list.Cast<object?>().Select(Plain).ToList(),
        _ => throw new ArgumentException($"A row's value of type {value.GetType().Name} cannot be written."),
    };

    private static DataFileException Mixed(string name, ParquetKind a, ParquetKind b) =>
        new($"Column '{name}' holds {a.shape.ToString().ToLowerInvariant()} and {b.shape.ToString().ToLowerInvariant()}; Parquet needs one kind. Write JSON lines.");
}
