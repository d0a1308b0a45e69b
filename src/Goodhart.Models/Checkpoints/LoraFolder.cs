using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>An adapter's folder as PEFT lays it out: options and the matrices A and B of each adapted module, by the module's path in the base model.</summary>
public sealed class LoraFolder : IDisposable
{
    public const string FileName = "adapter_model.safetensors";

    private const string Prefix = "base_model.model.", A = ".lora_A.weight", B = ".lora_B.weight", Saved = ".modules_to_save";

    private readonly SafetensorsFile file;
    private readonly Dictionary<string, string> whole;

    private LoraFolder(LoraConfig config, SafetensorsFile file, IReadOnlyList<string> modules, Dictionary<string, string> whole) =>
        (Config, this.file, Modules, this.whole) = (config, file, modules, whole);

    public LoraConfig Config { get; }

    /// <summary>Adapted modules, such as "model.layers.0.self_attn.q_proj".</summary>
    public IReadOnlyList<string> Modules { get; }

    /// <summary>Parameters stored whole, such as "score.weight".</summary>
    public IReadOnlyCollection<string> Whole => whole.Keys;

    /// <summary>Opens a folder and checks that every A has its B and both have the rank.</summary>
    /// <exception cref="CheckpointException">A file is missing or malformed, or a tensor is no part of a plain adapter.</exception>
    public static LoraFolder Open(string folder)
    {
        var config = LoraConfig.Load(folder);
        var file = SafetensorsFile.Open(Path.Combine(folder, FileName));
        try
        {
            var (modules, whole) = (new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
            foreach (var name in file.Entries.Keys)
            {
                if (!name.StartsWith(Prefix, StringComparison.Ordinal)) throw Bad(file, name, $"a name that begins with '{Prefix}'");
                var path = name[Prefix.Length..];
                if (path.EndsWith(A, StringComparison.Ordinal)) modules.Add(path[..^A.Length]);
                else if (!path.Contains(".lora_", StringComparison.Ordinal)) whole.Add(path.Replace(Saved, "", StringComparison.Ordinal), name);
                else if (!path.EndsWith(B, StringComparison.Ordinal)) throw Bad(file, name, "lora_A.weight and lora_B.weight alone");
            }

            foreach (var module in modules) RequirePair(file, module, config.Rank);
            if (file.Entries.Keys.Count(name => name.EndsWith(B, StringComparison.Ordinal)) != modules.Count) throw Bad(file, file.Entries.Keys.First(name => name.EndsWith(B, StringComparison.Ordinal) && !modules.Contains(name[Prefix.Length..^B.Length])), "its lora_A.weight beside it");
            return new(config, file, modules, whole);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The matrices of one module. // A: (rank, in), B: (out, rank)</summary>
    public (Tensor A, Tensor B) Read(string module, ScalarType? type = null, Device? device = null) =>
        (file.Read(Prefix + module + A, type, device), file.Read(Prefix + module + B, type, device));

    /// <summary>A parameter that is stored whole.</summary>
    /// <exception cref="CheckpointException">There is no such parameter.</exception>
    public Tensor ReadWhole(string name, ScalarType? type = null, Device? device = null) => file.Read(whole.GetValueOrDefault(name, Prefix + name), type, device);

    /// <param name="folder">Folder to write; it is made.</param>
    /// <param name="config">Options.</param>
    /// <param name="modules">Path of each adapted module with A (rank, in) and B (out, rank).</param>
    /// <param name="whole">Parameters stored whole, such as "score.weight".</param>
    public static void Save(string folder, LoraConfig config, IEnumerable<(string Module, Tensor A, Tensor B)> modules, IEnumerable<(string Name, Tensor Value)>? whole = null)
    {
        SafetensorsWriter.Write(Path.Combine(folder, FileName),
            [.. modules.SelectMany(m => new[] { (Prefix + m.Module + A, m.A), (Prefix + m.Module + B, m.B) }), .. (whole ?? []).Select(w => (Prefix + w.Name, w.Value))]);
        config.Save(folder);
    }

    public void Dispose() => file.Dispose();

    private static void RequirePair(SafetensorsFile file, string module, int rank)
    {
        var a = file.Entries[Prefix + module + A];
        if (!file.Entries.TryGetValue(Prefix + module + B, out var b)) throw Bad(file, a.Name, "its lora_B.weight beside it");
        if (a.Shape is not [var down, _] || b.Shape is not [_, var up] || down != rank || up != rank)
            throw Bad(file, a.Name, $"A of shape [{rank}, in] and B of shape [out, {rank}], as r in {LoraConfig.FileName} says");
    }

    private static CheckpointException Bad(SafetensorsFile file, string name, string expected) => new($"'{file.Path}' holds '{name}'; expected {expected}.", file.Path);
}
