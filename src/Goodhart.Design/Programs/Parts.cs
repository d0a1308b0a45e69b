namespace Goodhart.Design;

/// <summary>The named components of one score: <c>parts["near"] = near;</c>. One that is not written in a call is 0.</summary>
public sealed class Parts(IReadOnlyList<string> names)
{
    private readonly double[] values = new double[names.Count];

    internal Span<double> Values => values;

    public double this[string name]
    {
        get => values[Index(name)];
        set => values[Index(name)] = value;
    }

    private int Index(string name)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == name) return i;
        throw new ProgramException($"Component '{name}' was not found in the text.", "Write component names as plain string constants.");
    }
}
