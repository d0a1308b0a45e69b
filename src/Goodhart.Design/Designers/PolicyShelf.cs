namespace Goodhart.Design;

/// <summary>Trained policies by the keys of their trainings, in a folder or in memory.</summary>
internal sealed class PolicyShelf(string? folder)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> held = new(StringComparer.Ordinal);
    private readonly Lock guard = new();

    /// <summary>Keeps a policy; a file appears whole or not at all, and before the lineage says that the training is done.</summary>
    public void Put(string key, ReadOnlyMemory<byte> policy)
    {
        if (folder is null)
        {
            lock (guard) held[key] = policy;
            return;
        }

        Directory.CreateDirectory(folder);
        var path = PathOf(key);
        File.WriteAllBytes(path + ".tmp", policy.Span);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <exception cref="LineageException">It is not there.</exception>
    public ReadOnlyMemory<byte> Take(string key)
    {
        if (folder is null)
            lock (guard) return held[key];
        return File.Exists(PathOf(key)) ? File.ReadAllBytes(PathOf(key)) : throw new LineageException($"The policy '{PathOf(key)}', which a training goes on from, is missing.");
    }

    private string PathOf(string key) => Path.Combine(folder!, $"{key}.policy");
}
