using System.Globalization;
using System.Text.Json;

namespace Goodhart.Data;

/// <summary>A field of a row, or of an object or list within one; asking it for what it does not hold throws <see cref="RowException"/> with file, row and field.</summary>
public readonly struct DataField
{
    private readonly DataRow row;
    private readonly JsonElement value;

    internal DataField(DataRow row, string path, JsonElement value) => (this.row, Path, this.value) = (row, path, value);

    /// <summary>Where the field stands in its row, such as <c>label.steps[2].chosen</c>.</summary>
    public string Path { get; }

    public bool Exists => value.ValueKind is not JsonValueKind.Undefined;

    /// <summary>Missing, or null.</summary>
    public bool IsNull => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsText => value.ValueKind is JsonValueKind.String;

    public bool IsNumber => value.ValueKind is JsonValueKind.Number;

    public bool IsFlag => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    public bool IsList => value.ValueKind is JsonValueKind.Array;

    public bool IsObject => value.ValueKind is JsonValueKind.Object;

    /// <summary>Length of a list; 0 for everything else.</summary>
    public int Count => IsList ? value.GetArrayLength() : 0;

    /// <summary>A member of an object; missing where this is none.</summary>
    public DataField this[string name] => new(row, $"{Path}.{name}", IsObject && value.TryGetProperty(name, out var member) ? member : default);

    /// <summary>An element of a list; missing where this is none.</summary>
    public DataField this[int index] => new(row, $"{Path}[{index}]", index >= 0 && index < Count ? value[index] : default);

    public string Text()
    {
        if (!IsText) throw Expected("a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fail("half a surrogate pair is escaped in the text");
        }
    }

    /// <summary>A text or a number as it is written; null where there is neither.</summary>
    public string? TextOrNull() => IsText ? Text() : IsNumber ? value.GetRawText() : null;

    /// <summary>A finite number, written as one or as text.</summary>
    public double Number()
    {
        if (IsNumber && value.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        if (IsText && double.TryParse(Text().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return double.IsFinite(number) ? number : throw Fail($"{Text().Trim()} is not a finite number");
        throw Expected("a number");
    }

    /// <summary>A whole number, written as one or as text.</summary>
    public int Whole()
    {
        var number = Number();
        return number == Math.Round(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw Expected("a whole number");
    }

    /// <summary>Yes or no: true, false, 1, 0, or either as text.</summary>
    public bool Flag() => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetDouble(out var number) && number is 0 or 1 => value.GetDouble() == 1,
        JsonValueKind.String when Text().Trim().ToUpperInvariant() is "TRUE" or "1" => true,
        JsonValueKind.String when Text().Trim().ToUpperInvariant() is "FALSE" or "0" => false,
        _ => throw Expected("true or false"),
    };

    /// <summary>Elements of a list.</summary>
    public IEnumerable<DataField> Items()
    {
        if (!IsList) throw Expected("a list");
        return Elements(this);

        static IEnumerable<DataField> Elements(DataField list)
        {
            var at = 0;
            foreach (var element in list.value.EnumerateArray()) yield return new(list.row, $"{list.Path}[{at++}]", element);
        }
    }

    /// <summary>Members of an object.</summary>
    public IEnumerable<(string Name, DataField Value)> Members()
    {
        if (!IsObject) throw Expected("an object");
        var self = this;
        return value.EnumerateObject().Select(member => (member.Name, self[member.Name]));
    }

    /// <summary>An error at this field.</summary>
    public RowException Fail(string reason) => row.Fail(Path, reason);

    internal RowException Expected(string what) => Fail(Exists ? $"{what} was expected, found {Kind(value)}" : $"the field is missing; {what} was expected");

    internal static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? Shown.Quoted(text) : "an empty text",
        _ => value.GetRawText(),
    };
}
