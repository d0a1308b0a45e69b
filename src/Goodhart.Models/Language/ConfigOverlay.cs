using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Goodhart.Models;

/// <summary>Writes a JSON object back as it was read, changed only in the fields whose meaning changed, so that nothing unknown is lost.</summary>
internal static class ConfigOverlay
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static JsonObject Parse(string source) => JsonNode.Parse(source, documentOptions: Lenient)!.AsObject();

    /// <param name="source">The text that was read; null for a new file.</param>
    /// <param name="before">Fields as the text means them.</param>
    /// <param name="after">Fields as they are to be; null removes one.</param>
    /// <param name="spelt">Fields whose null is written out, since a reader puts something else in their place where they are absent.</param>
    public static string Apply(
        string? source, IEnumerable<(string Name, JsonNode? Value)> before, IEnumerable<(string Name, JsonNode? Value)> after, params ReadOnlySpan<string> spelt)
    {
        var (known, changed) = (before.ToDictionary(field => field.Name, field => field.Value), source is null);
        var node = source is null ? [] : Parse(source);
        foreach (var (name, value) in after)
        {
            var isSpelt = spelt.Contains(name);
            if (JsonNode.DeepEquals(known.GetValueOrDefault(name), value) && !(source is null && isSpelt)) continue;
            if (value is null && !isSpelt) node.Remove(name);
            else node[name] = value;
            changed = true;
        }

        return changed ? node.ToJsonString(Json) + "\n" : source!;
    }
}
