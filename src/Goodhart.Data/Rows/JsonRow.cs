using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Goodhart.Data;

/// <summary>One row's text as JSON, or why it is none.</summary>
internal static class JsonRow
{
    private static readonly string[] notNumbers = ["NaN", "Infinity", "-Infinity"];

    /// <summary>Parses a row's object; the document refers to <paramref name="text"/>, which must stay as it is while the document lives.</summary>
    /// <exception cref="RowException">The text is no object, or breaks a limit.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text, RowPlace place, RowLimits limits)
    {
        if (!Utf8.IsValid(text.Span)) throw Fail(place, null, "the row is not valid UTF-8");
        try
        {
            var json = JsonDocument.Parse(text, new() { MaxDepth = limits.MaxDepth, AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
            var kind = DataField.Kind(json.RootElement);
            json.Dispose();
            throw Fail(place, null, $"an object {{…}} was expected, found {kind}");
        }
        catch (JsonException e)
        {
            throw Malformed(text.Span, place, limits, e);
        }
        catch (InvalidOperationException e)
        {
            throw Fail(place, null, "a key of the row escapes half a surrogate pair", e);
        }
    }

    /// <summary>Finds the field and the words for what the parser stumbled over.</summary>
    private static RowException Malformed(ReadOnlySpan<byte> text, RowPlace place, RowLimits limits, JsonException e)
    {
        var (field, consumed, nested) = Stumble(text, limits.MaxDepth);
        if (place.Line > 0) place = place with { Line = place.Line + (e.LineNumber ?? 0) };
        if (nested) return Fail(place, field, $"nested deeper than {limits.MaxDepth}; raise MaxDepth if it is meant", e);
        if (consumed == text.Length || e.Message.Contains("uplicate", StringComparison.Ordinal)) return Fail(place, null, $"a key occurs twice in one object ({Words(e)})", e);
        var rest = Encoding.UTF8.GetString(text[consumed..]).TrimStart(' ', ',', ':', '\n', '\r', '\t');
        if (rest.Length == 0) return Fail(place, field, "the row ends in its middle; it is cut off", e);
        return notNumbers.FirstOrDefault(name => rest.StartsWith(name, StringComparison.Ordinal)) is { } found
            ? Fail(place, field, $"{found} is not a finite number", e)
            : Fail(place, field, $"not valid JSON ({Words(e)})", e);
    }

    private static (string? Field, int Consumed, bool TooDeep) Stumble(ReadOnlySpan<byte> text, int maxDepth)
    {
        string? field = null;
        var reader = new Utf8JsonReader(text, new() { MaxDepth = maxDepth });
        try
        {
            while (reader.Read())
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 }) field = reader.GetString();
        }
        catch (Exception inner) when (inner is JsonException or InvalidOperationException)
        {
            return (field, (int)reader.BytesConsumed, inner.Message.Contains("depth", StringComparison.Ordinal) && reader.CurrentDepth >= maxDepth - 1);
        }

        return (field, (int)reader.BytesConsumed, false);
    }

    private static string Words(JsonException e) => e.Message.Split(" LineNumber")[0].TrimEnd('.');

    private static RowException Fail(RowPlace place, string? field, string reason, Exception? inner = null) => new(new(place, field, reason), inner);
}
