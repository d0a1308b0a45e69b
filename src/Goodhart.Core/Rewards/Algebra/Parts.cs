namespace Goodhart;

/// <summary>What the parts of a composed reward must have in common.</summary>
internal static class Parts
{
    /// <summary>The parts as an array, after checking that there are some and that their names tell them apart.</summary>
    public static IReward<TBatch>[] Of<TBatch>(string name, params ReadOnlySpan<IReward<TBatch>> parts) where TBatch : IBatch
    {
        if (parts.IsEmpty) throw new ArgumentException($"Reward '{name}' needs at least one part, got none.");
        var names = new HashSet<string>();
        foreach (var part in parts)
        {
            if (part.Name.Length == 0 || part.Name.Contains('/'))
                throw new ArgumentException($"'{part.Name}' cannot name a part of '{name}': a name is not empty and has no '/', which separates paths.");
            if (!names.Add(part.Name))
                throw new ArgumentException($"Reward '{name}' has two parts called '{part.Name}'. Rename one: part.Named(\"…\").");
        }

        return parts.ToArray();
    }

    /// <summary>The one unit of all parts.</summary>
    /// <exception cref="ArgumentException">The units differ.</exception>
    public static string Unit<TBatch>(string name, ReadOnlySpan<IReward<TBatch>> parts) where TBatch : IBatch
    {
        foreach (var part in parts)
            if (part.Unit != parts[0].Unit)
                throw new ArgumentException($"Reward '{name}' compares '{parts[0].Name}' in {parts[0].Unit} with '{part.Name}' in {part.Unit}. "
                    + $"Bring them to one unit first: part.Scale(factor, unit: \"{parts[0].Unit}\").");
        return parts[0].Unit;
    }

    /// <summary>u·v, where "1" is neutral.</summary>
    public static string Product(string left, string right) => left == "1" ? right : right == "1" ? left : $"{left}·{right}";
}
