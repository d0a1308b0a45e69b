using System.Text.Json;

namespace Goodhart.Models;

/// <summary>Typed access to the fields of a JSON object whose errors name file, field, value and what was expected.</summary>
/// <remarks>A field that is null reads as one that is absent, as transformers treats it.</remarks>
internal readonly struct ConfigFields(JsonElement root, string file)
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    /// <exception cref="CheckpointException">The text is not a JSON object.</exception>
    public static ConfigFields Parse(string json, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                throw new CheckpointException($"'{file}' must hold a JSON object, holds {Kind(document.RootElement)}.", file);
            return new(document.RootElement.Clone(), file);
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"'{file}' is not JSON: {e.Message.ReplaceLineEndings(" ")}", file, e);
        }
    }

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether the field is there, be it null.</summary>
    public bool IsSpelt(string name) => root.TryGetProperty(name, out _);

    public JsonElement? Find(string name) => root.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <param name="most">A bound that no real model reaches, so that a hostile file cannot make a loop endless.</param>
    public int Size(string name, int? absent = null, int most = int.MaxValue)
    {
        if (Find(name) is not { } value) return absent ?? throw Missing(name, "a positive whole number");
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var size) && size > 0 && size <= most) return size;
        throw Wrong(name, value, most == int.MaxValue ? "a positive whole number" : $"a whole number from 1 to {most}");
    }

    public int? Id(string name, int? absent) => Find(name) is not { } value ? absent
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var id) ? (id >= 0 ? id : null)   // -1 stands for none in old folders
        : throw Wrong(name, value, "a token id");

    /// <summary>A token id or a list of them.</summary>
    public IReadOnlyList<int>? Ids(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind is not JsonValueKind.Array) return Id(name, null) is { } one ? [one] : [];
        var ids = new List<int>();
        foreach (var item in value.EnumerateArray())
            ids.Add(item.ValueKind is JsonValueKind.Number && item.TryGetInt32(out var id) && id >= 0 ? id : throw Wrong(name, value, "a token id or a list of token ids"));
        return ids;
    }

    public double Number(string name, double absent) => Find(name) is not { } value ? absent : Positive(name, value);

    public double Number(string name) => Find(name) is { } value ? Positive(name, value) : throw Missing(name, "a positive number");

    public bool Flag(string name, bool absent) => Find(name) is not { } value ? absent
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, value, "true or false");

    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.String ? Word(name, value) : throw Wrong(name, value, "a text");

    public IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind is not JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String)) throw Wrong(name, value, "a list of texts");
        var (texts, fields) = (new List<string>(), this);
        foreach (var item in value.EnumerateArray()) texts.Add(fields.Word(name, item));
        return texts;
    }

    public ConfigFields? Object(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Object ? new ConfigFields(value, file) : throw Wrong(name, value, "an object");

    public IEnumerable<JsonProperty> Properties => root.EnumerateObject();

    /// <summary>One of the known words.</summary>
    public T OneOf<T>(string name, IReadOnlyDictionary<string, T> known, T absent) =>
        Text(name) is not { } word ? absent : known.TryGetValue(word, out var found) ? found : throw Unknown(name, word, [.. known.Keys]);

    public CheckpointException Missing(string name, string expected) => new($"'{file}' has no '{name}', expected {expected}.", file);

    public CheckpointException Wrong(string name, JsonElement value, string expected) => new($"'{file}': '{name}' must be {expected}, is {Kind(value)}.", file);

    public CheckpointException Unknown(string name, string word, IReadOnlyCollection<string> known) =>
        new($"'{file}': '{name}' is '{word}', which is not supported.{Nearest.Hint(word, known)}", file);

    private string Word(string name, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)   // half of a surrogate pair
        {
            throw Wrong(name, value, "valid Unicode");
        }
    }

    private double Positive(string name, JsonElement value) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number > 0 && double.IsFinite(number) ? number : throw Wrong(name, value, "a positive number");

    private static string Kind(JsonElement value)
    {
        var text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
