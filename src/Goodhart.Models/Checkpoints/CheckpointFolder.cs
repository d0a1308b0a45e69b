using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>The weights of a Hugging Face folder, in one safetensors file or in shards.</summary>
public sealed class CheckpointFolder : IDisposable
{
    /// <summary>Where transformers begins a new shard: 5 GB.</summary>
    public const long DefaultShardBytes = 5_000_000_000;

    private readonly Dictionary<string, SafetensorsFile> files;
    private readonly Dictionary<string, SafetensorsFile> byTensor;

    private CheckpointFolder(string path, Dictionary<string, SafetensorsFile> files, Dictionary<string, SafetensorsFile> byTensor) =>
        (Folder, this.files, this.byTensor, Names) = (path, files, byTensor, [.. byTensor.Keys]);

    public string Folder { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens model.safetensors, or the shards that model.safetensors.index.json names.</summary>
    /// <exception cref="CheckpointException">There are no weights, or a file is missing, cut off or malformed.</exception>
    public static CheckpointFolder Open(string folder)
    {
        if (!Directory.Exists(folder)) throw new CheckpointException($"There is no folder '{folder}'.", folder);
        var (single, index) = (Path.Combine(folder, ShardIndex.Single), Path.Combine(folder, ShardIndex.Index));
        var files = new Dictionary<string, SafetensorsFile>();
        try
        {
            if (!File.Exists(single) && File.Exists(index)) return new(folder, files, Shards(folder, index, files));
            if (!File.Exists(single)) throw NoWeights(folder);
            var file = files[ShardIndex.Single] = SafetensorsFile.Open(single);
            return new(folder, files, file.Entries.Keys.ToDictionary(name => name, _ => file, StringComparer.Ordinal));
        }
        catch (Exception e)
        {
            foreach (var file in files.Values) file.Dispose();
            if (e is (IOException and not CheckpointException) or UnauthorizedAccessException) throw new CheckpointException($"Cannot read '{folder}': {e.Message}", folder, e);
            throw;
        }
    }

    public bool Has(string name) => byTensor.ContainsKey(name);

    /// <summary>Type and shape of one tensor.</summary>
    /// <exception cref="CheckpointException">There is no such tensor; the message says which is near.</exception>
    public SafetensorsEntry Entry(string name) => Holder(name).Entry(name);

    /// <inheritdoc cref="SafetensorsFile.Read"/>
    public Tensor Read(string name, ScalarType? type = null, Device? device = null) => Holder(name).Read(name, type, device);

    /// <inheritdoc cref="SafetensorsFile.CopyTo"/>
    public void CopyTo(string name, Tensor destination) => Holder(name).CopyTo(name, destination);

    /// <summary>Writes model.safetensors, or shards and their index where it would exceed a size; weights that were there before are replaced.</summary>
    /// <param name="folder">Folder to write; it is made.</param>
    /// <param name="tensors">Names and values; shards are filled in this order.</param>
    /// <param name="maxShardBytes">Most bytes of a shard; a single tensor may exceed it.</param>
    /// <exception cref="CheckpointException">The disk is full or the folder unwritable.</exception>
    public static void Save(string folder, IEnumerable<(string Name, Tensor Value)> tensors, long maxShardBytes = DefaultShardBytes)
    {
        var shards = Split(tensors, Ensure.Positive(maxShardBytes));
        var names = shards.Count == 1 ? [ShardIndex.Single] : Enumerable.Range(1, shards.Count).Select(i => ShardIndex.Shard(i, shards.Count)).ToList();
        if (shards.SelectMany(shard => shard).GroupBy(tensor => tensor.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two tensors are called '{twice.Key}'.", nameof(tensors));
        for (var i = 0; i < shards.Count; i++) SafetensorsWriter.Write(Path.Combine(folder, names[i]), shards[i]);
        if (shards.Count > 1)
        {
            ShardIndex.Write(Path.Combine(folder, ShardIndex.Index), shards.Sum(shard => shard.Sum(tensor => SafetensorsWriter.Bytes(tensor.Value))),
                shards.SelectMany((shard, i) => shard.Select(tensor => (tensor.Name, names[i]))));
            names.Add(ShardIndex.Index);
        }

        foreach (var file in Directory.GetFiles(folder).Where(file => ShardIndex.IsOurs(Path.GetFileName(file)) && !names.Contains(Path.GetFileName(file))))
            File.Delete(file);
    }

    public void Dispose()
    {
        foreach (var file in files.Values) file.Dispose();
    }

    private static Dictionary<string, SafetensorsFile> Shards(string folder, string index, Dictionary<string, SafetensorsFile> files)
    {
        var byTensor = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        foreach (var (name, shard) in ShardIndex.Read(index))
        {
            if (!files.TryGetValue(shard, out var file))
            {
                var path = Path.Combine(folder, shard);
                if (!File.Exists(path)) throw new CheckpointException($"'{index}' puts tensor '{name}' into '{shard}', which is missing.", index);
                files.Add(shard, file = SafetensorsFile.Open(path));
            }

            if (!file.Entries.ContainsKey(name)) throw new CheckpointException($"'{index}' puts tensor '{name}' into '{shard}', which does not hold it.", index);
            byTensor.Add(name, file);
        }

        return byTensor;
    }

    /// <summary>Fills a shard until the next tensor would exceed it, as transformers does.</summary>
    private static List<List<(string Name, Tensor Value)>> Split(IEnumerable<(string Name, Tensor Value)> tensors, long most)
    {
        var (shards, bytes) = (new List<List<(string, Tensor)>> { new() }, 0L);
        foreach (var (name, value) in tensors)
        {
            var size = SafetensorsWriter.Bytes(value);
            if (bytes + size > most && shards[^1].Count > 0)
            {
                shards.Add([]);
                bytes = 0;
            }

            shards[^1].Add((name, value));
            bytes += size;
        }

        return shards;
    }

    private SafetensorsFile Holder(string name) => byTensor.TryGetValue(name, out var file) ? file
        : throw new CheckpointException($"'{Folder}' holds no tensor '{name}'.{(Nearest.Of(name, Names) is { Count: > 0 } ? Nearest.Hint(name, Names) : $" It holds {Names.Count} others.")}", Folder);

    private static CheckpointException NoWeights(string folder) => new(Directory.EnumerateFiles(folder, "*.bin").Any()
        ? $"'{folder}' holds weights as .bin, which can run code when read: convert them to safetensors."
        : $"'{folder}' holds neither {ShardIndex.Single} nor {ShardIndex.Index}.", folder);
}
