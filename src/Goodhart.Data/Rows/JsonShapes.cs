using System.Text.Json;

namespace Goodhart.Data;

/// <summary>Tells from a text's beginning how its rows stand in it.</summary>
internal static class JsonShapes
{
    /// <summary>Bytes looked at, beyond which an object is taken for one that holds many rows.</summary>
    private const int Most = 4 << 20;

    /// <summary>Null for JSON lines.</summary>
    public static JsonShape? Of(TextWindow window, string file)
    {
        var first = window.Next();
        if (first == '[') return JsonShape.List;
        if (first < 0) throw new DataFileException($"{file}: the file is empty.");
        if (first != '{') throw new DataFileException($"{file}: neither JSON lines, a JSON list or object of rows nor Parquet; it begins with '{(char)first}'.");
        var line = FirstLine(window);
        if (Whole(window.Ahead(line)))
        {
            while (window.Unread[line..].IndexOfAnyExcept(" \t\r\n"u8) < 0)
                if (!window.Fill()) return HoldsRows(window.Ahead(line)) ? JsonShape.Object : null;
            return null;
        }

        if (window.Unread[..line].TrimEnd(" \t\r"u8) is not [.., (byte)'{' or (byte)'[' or (byte)',']) return null;
        while (window.Unread.Length < Most && window.Fill())
        {
        }

        return Spread(window);
    }

    /// <summary>An object over several lines: one of rows, or one of several rows.</summary>
    private static JsonShape Spread(TextWindow window)
    {
        var reader = new Utf8JsonReader(window.Unread, isFinalBlock: false, default);
        try
        {
            reader.Read();
            if (reader.TrySkip()) return HoldsRows(window.Ahead((int)reader.BytesConsumed)) ? JsonShape.Object : JsonShape.Sequence;
            reader = new(window.Unread, isFinalBlock: false, default);
            return reader.Read() && reader.Read() && reader.Read() && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? JsonShape.Object : JsonShape.Sequence;
        }
        catch (JsonException)
        {
            return JsonShape.Sequence;
        }
    }

    private static int FirstLine(TextWindow window)
    {
        int at;
        while ((at = window.Unread.IndexOf((byte)'\n')) < 0 && window.Unread.Length < Most && window.Fill())
        {
        }

        return at < 0 ? window.Unread.Length : at;
    }

    private static bool Whole(ReadOnlyMemory<byte> text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>All members are objects that look alike, or the only member is a list of objects that are not a conversation's turns.</summary>
    private static bool HoldsRows(ReadOnlyMemory<byte> text)
    {
        using var json = JsonDocument.Parse(text);
        JsonProperty[] members = [.. json.RootElement.EnumerateObject()];
        if (members is [{ Value.ValueKind: JsonValueKind.Array } only])
            return only.Value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object && !e.TryGetProperty("role", out _) && !e.TryGetProperty("from", out _));
        return members.Length > 0 && members.All(member => member.Value.ValueKind == JsonValueKind.Object && Alike(members[0].Value, member.Value));
    }

    /// <summary>At least half of their keys are common: a row's own objects, such as a question and its label, differ.</summary>
    private static bool Alike(JsonElement a, JsonElement b)
    {
        HashSet<string> keys = [.. a.EnumerateObject().Select(member => member.Name)], others = [.. b.EnumerateObject().Select(member => member.Name)];
        return 2 * keys.Intersect(others).Count() >= keys.Union(others).Count();
    }
}
