using System.Text.Json;

namespace Goodhart.Models;

/// <summary>A value of a JSON file that knows where it stands, so that every complaint names file and field.</summary>
internal readonly record struct JsonField(string File, string Path, JsonElement Value)
{
    /// <summary>Bytes above which a file is refused: the largest known tokenizer.json has some 40 MB.</summary>
    private const long MaxBytes = 512L << 20;

    public bool IsNull => Value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    public bool IsObject => Value.ValueKind is JsonValueKind.Object;

    public bool IsArray => Value.ValueKind is JsonValueKind.Array;

    public bool IsText => Value.ValueKind is JsonValueKind.String;

    /// <summary>A member; null where it is absent.</summary>
    public JsonField this[string name] => new(File, Path.Length == 0 ? name : $"{Path}.{name}", IsObject && Value.TryGetProperty(name, out var found) ? found : default);

    public static JsonField Parse(byte[] bytes, string file)
    {
        if (bytes.LongLength > MaxBytes) throw new TokenizerException($"{file} has {bytes.LongLength} bytes; a tokenizer's file may have {MaxBytes}.", file);
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes, new() { MaxDepth = 64 });
            return new JsonField(file, "", JsonElement.ParseValue(ref reader)).Required(JsonValueKind.Object);
        }
        catch (JsonException e)
        {
            throw new TokenizerException($"{file} is not JSON: {e.Message}", file, e);
        }
    }

    public TokenizerException Wrong(string expected)
    {
        var shown = IsNull ? "nothing" : Value.GetRawText();
        return new($"{File}: {(Path.Length == 0 ? "the file" : Path)} must be {expected}, was {(shown.Length > 60 ? shown[..60] + "…" : shown).ReplaceLineEndings(" ")}.", File);
    }

    public JsonField Required(JsonValueKind kind) => Value.ValueKind == kind ? this : throw Wrong(kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => "a text",
    });

    public string Text() => Required(JsonValueKind.String).Value.GetString()!;

    public int Number() => Value.ValueKind is JsonValueKind.Number && Value.TryGetInt32(out var number) ? number : throw Wrong("a whole number");

    public bool Flag(bool otherwise = false) => Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => otherwise,
        _ => throw Wrong("true or false"),
    };

    /// <summary>A text, or the content of a token's object; null where there is none.</summary>
    public string? TokenText() => IsNull ? null : IsObject ? this["content"].Text() : Text();

    public IEnumerable<JsonField> Items()
    {
        var index = 0;
        foreach (var item in Required(JsonValueKind.Array).Value.EnumerateArray()) yield return new(File, $"{Path}[{index++}]", item);
    }

    public IEnumerable<(string Name, JsonField Value)> Members()
    {
        foreach (var member in Required(JsonValueKind.Object).Value.EnumerateObject()) yield return (member.Name, new(File, $"{Path}.{member.Name}", member.Value));
    }
}
