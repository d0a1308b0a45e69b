namespace Goodhart.Design;

/// <summary>Numbers a program keeps from step to step of one episode, and only of that one.</summary>
/// <remarks>Written <c>memory["best"]</c>, or <c>memory["seen", cell]</c> for one number per index. What was never written is 0; <c>memory.Has("best")</c> tells.</remarks>
internal sealed class EpisodeMemory(IReadOnlyList<string> names, int limit)
{
    private readonly Dictionary<(int Slot, int Index), double> cells = [];

    /// <summary>Numbers without an index, by slot, and whether each was written; the program itself writes them.</summary>
    public double[] Plain { get; } = new double[names.Count];

    public bool[] Written { get; } = new bool[names.Count];

    public int Count => cells.Count + Written.Count(w => w);

    public double Get(int slot, int index) => cells.GetValueOrDefault((slot, index));

    /// <exception cref="ProgramFuelException">It holds its limit already.</exception>
    public double Set(int slot, int index, double value) => cells[(slot, index)] = cells.Count + names.Count < limit || cells.ContainsKey((slot, index)) ? value
        : throw new ProgramFuelException($"The memory of an episode may hold {limit} numbers.", "Use fewer names or indices.");

    public bool Has(int slot, int index) => cells.ContainsKey((slot, index));

    public void Clear()
    {
        if (cells.Count > 0) cells.Clear();
        Array.Clear(Plain);
        Array.Clear(Written);
    }

    /// <summary>Writes what it holds by name, in an order that does not depend on how it came there; index −1 stands for none.</summary>
    public void Save(BinaryWriter writer)
    {
        var held = cells.Select(c => (Name: names[c.Key.Slot], HasIndex: true, c.Key.Index, c.Value))
            .Concat(Enumerable.Range(0, names.Count).Where(s => Written[s]).Select(s => (Name: names[s], HasIndex: false, Index: 0, Value: Plain[s]))).ToArray();
        writer.Write(held.Length);
        foreach (var (name, hasIndex, index, value) in held.OrderBy(h => h.Name, StringComparer.Ordinal).ThenBy(h => h.HasIndex).ThenBy(h => h.Index))
        {
            writer.Write(name);
            writer.Write(hasIndex);
            writer.Write(index);
            writer.Write(value);
        }
    }

    /// <exception cref="InvalidDataException">It was written by another program.</exception>
    public void Load(BinaryReader reader)
    {
        Clear();
        for (var left = Ensure.InRange(reader.ReadInt32(), 0, limit); left > 0; left--)
        {
            var (name, hasIndex, index, value) = (reader.ReadString(), reader.ReadBoolean(), reader.ReadInt32(), reader.ReadDouble());
            var slot = -1;
            for (var s = 0; s < names.Count; s++)
                if (names[s] == name) slot = s;
            if (slot < 0) throw new InvalidDataException($"The saved memory holds '{name}', which this program does not have.{Nearest.Hint(name, [.. names])}");
            if (hasIndex) cells[(slot, index)] = value;
            else (Plain[slot], Written[slot]) = (value, true);
        }
    }
}
