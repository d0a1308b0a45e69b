namespace Goodhart.Design;

/// <summary>Numbers a program keeps from step to step of one episode, and only of that one.</summary>
/// <remarks>Written <c>memory["best"]</c>, or <c>memory["seen", cell]</c> for one number per index. What was never written is 0; <c>memory.Has("best")</c> tells.</remarks>
public sealed class EpisodeMemory(int limit = 4096)
{
    private readonly Dictionary<(string, int), double> numbers = [];

    public int Count => numbers.Count;

    /// <exception cref="ProgramFuelException">It holds its limit already.</exception>
    public double this[string name, int index = -1]
    {
        get => numbers.GetValueOrDefault((name, index));
        set => numbers[(name, index)] = numbers.Count < limit || numbers.ContainsKey((name, index)) ? value
            : throw new ProgramFuelException($"The memory of an episode may hold {limit} numbers.", "Use fewer names or indices.");
    }

    public bool Has(string name, int index = -1) => numbers.ContainsKey((name, index));

    public void Clear() => numbers.Clear();

    /// <summary>Writes what it holds, in an order that does not depend on how it came there.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(numbers.Count);
        foreach (var ((name, index), value) in numbers.OrderBy(n => n.Key.Item1, StringComparer.Ordinal).ThenBy(n => n.Key.Item2))
        {
            writer.Write(name);
            writer.Write(index);
            writer.Write(value);
        }
    }

    public void Load(BinaryReader reader)
    {
        numbers.Clear();
        for (var left = Ensure.InRange(reader.ReadInt32(), 0, limit); left > 0; left--) numbers[(reader.ReadString(), reader.ReadInt32())] = reader.ReadDouble();
    }
}
