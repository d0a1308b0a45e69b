using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Goodhart.Data;

/// <summary>Values of .NET as JSON: what writes a row, and what makes a Parquet row one like all others.</summary>
internal static class JsonCells
{
    public static ReadOnlyMemory<byte> ToJson(IDictionary<string, object> cells)
    {
        var text = new ArrayBufferWriter<byte>(1 << 10);
        using var writer = new Utf8JsonWriter(text, new() { SkipValidation = true });
        Write(writer, cells);
        writer.Flush();
        return text.WrittenMemory;
    }

    public static void Write(Utf8JsonWriter writer, object? cell)
    {
        switch (cell)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case ReadOnlyMemory<char> text: writer.WriteStringValue(text.Span); break;
            case ReadOnlyMemory<byte> bytes: writer.WriteStringValue(Encoding.UTF8.GetString(bytes.Span)); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case double number: Write(writer, number); break;
            case float number: Write(writer, number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case sbyte or byte or short or ushort or int or uint or long: writer.WriteNumberValue(Convert.ToInt64(cell, CultureInfo.InvariantCulture)); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case byte[] bytes: writer.WriteStringValue(Encoding.UTF8.GetString(bytes)); break;
            case IDictionary<string, object> members: WriteMembers(writer, members); break;
            case IReadOnlyDictionary<string, object?> members: WriteMembers(writer, members!); break;
            case IDictionary map: WriteMap(writer, map); break;
            case IEnumerable list: WriteList(writer, list); break;
            default: writer.WriteStringValue(Convert.ToString(cell, CultureInfo.InvariantCulture)); break;
        }
    }

    /// <summary>JSON has no word for what is not a finite number; a text is refused by the field that needs a number, with this word.</summary>
    private static void Write(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number)) writer.WriteNumberValue(number);
        else writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteMembers(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object>> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter writer, IDictionary map)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            writer.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!);
            Write(writer, entry.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable list)
    {
        writer.WriteStartArray();
        foreach (var element in list) Write(writer, element);
        writer.WriteEndArray();
    }
}
