using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Goodhart.Models;

/// <summary>The index of a sharded checkpoint: <c>weight_map</c> says which file holds which tensor.</summary>
internal static partial class ShardIndex
{
    public const string Single = "model.safetensors", Index = "model.safetensors.index.json";

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>File by tensor; each file name is a plain name, so that it stays in the folder.</summary>
    /// <exception cref="CheckpointException">The index is malformed or names a file outside the folder.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var map = ConfigFields.Parse(File.ReadAllText(path), path).Object("weight_map") ?? throw new CheckpointException($"'{path}' has no 'weight_map', expected file names by tensor.", path);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tensor in map.Properties)
        {
            var file = map.Text(tensor.Name);
            if (file is null || !IsPlain(file)) throw new CheckpointException($"'{path}' puts tensor '{tensor.Name}' into '{file}'; expected the plain name of a .safetensors file in the same folder.", path);
            files.Add(tensor.Name, file);
        }

        return files.Count > 0 ? files : throw new CheckpointException($"'{path}' names no tensors.", path);
    }

    public static void Write(string path, long bytes, IEnumerable<(string Tensor, string File)> map) => WholeFile.Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteNumber("total_size", bytes);
            json.WriteEndObject();
            json.WriteStartObject("weight_map");
            foreach (var (tensor, file) in map.OrderBy(pair => pair.Tensor, StringComparer.Ordinal)) json.WriteString(tensor, file);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.Write("\n"u8);
    });

    public static string Shard(int number, int of) => $"model-{number:D5}-of-{of:D5}.safetensors";

    /// <summary>Whether a file is one that saving a model writes, so that saving again may take it away.</summary>
    public static bool IsOurs(string file) => Ours().IsMatch(file);

    private static bool IsPlain(string file) =>
        file.EndsWith(".safetensors", StringComparison.Ordinal) && !file.StartsWith('.') && !file.Any(c => char.IsControl(c) || c is '/' or '\\' or ':');

    [GeneratedRegex(@"^model(-\d{5}-of-\d{5})?\.safetensors(\.index\.json)?$")]
    private static partial Regex Ours();
}
