namespace Goodhart.Models;

/// <summary>Weights between a parameter vector and a Hugging Face folder.</summary>
internal static class WeightFiles
{
    /// <summary>Fills every parameter; numbers of another type are converted.</summary>
    /// <param name="folder">Folder to read.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="weights">What is filled.</param>
    /// <param name="others">Names that may lie in the folder and are not wanted; where a parameter is called so, it stays as it is.</param>
    /// <exception cref="CheckpointException">A weight is missing, has another shape, or the folder holds one that the model has no place for.</exception>
    public static void Fill(string folder, LanguageConfig config, ParameterVector weights, params ReadOnlySpan<string> others)
    {
        using var stored = CheckpointFolder.Open(folder);
        var prefix = LanguageLayout.Prefix(config.Family);
        var bare = !stored.Has(LanguageLayout.Embedding(config.Family)) && stored.Has(LanguageLayout.Embedding(config.Family)[prefix.Length..]);
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in weights.Names)
        {
            if (others.Contains(name)) continue;
            var there = bare && name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
            stored.CopyTo(there, weights[name]);
            read.Add(there);
        }

        foreach (var name in stored.Names)
            if (!read.Contains(name) && !LanguageLayout.IsBuffer(name) && !others.Contains(name))
                throw new CheckpointException($"'{folder}' holds '{name}', which a {LanguageConfigNames.Of(LanguageConfigNames.Families, config.Family)} of its config.json has no place for.", folder);
    }

    /// <summary>Writes weights and configuration; the type of the weights is the one they are held in.</summary>
    public static void Save(string folder, LanguageConfig config, IEnumerable<(string Name, TorchSharp.torch.Tensor Value)> weights, long maxShardBytes)
    {
        var all = weights.ToList();
        CheckpointFolder.Save(folder, all, maxShardBytes);
        (config with { Dtype = all[0].Value.dtype }).Save(folder);
    }
}
