namespace Goodhart;

/// <summary>One named number of an observation or of a continuous action.</summary>
/// <param name="Name">Unique within its schema; rewards and errors refer to it.</param>
/// <param name="Unit">Physical unit, or "1" for a pure number.</param>
/// <param name="Low">Smallest value that occurs, −∞ if unknown.</param>
/// <param name="High">Largest value that occurs, ∞ if unknown.</param>
/// <param name="Kind">How programs and prompts read it.</param>
/// <param name="Meaning">What it is, in a few words, for whoever writes a reward over it.</param>
public sealed record Field(
    string Name, string Unit = "1", float Low = float.NegativeInfinity, float High = float.PositiveInfinity, FieldKind Kind = FieldKind.Number, string Meaning = "");

/// <summary>How a field's number is to be read.</summary>
public enum FieldKind
{
    /// <summary>A quantity.</summary>
    Number,

    /// <summary>0 is false, anything else true.</summary>
    Flag,
}

/// <summary>A fixed number of a world, such as where its goal lies: known to everybody who writes a reward for it.</summary>
/// <param name="Name">Unique among the world's constants.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Physical unit, or "1".</param>
/// <param name="Meaning">What it is, in a few words.</param>
public sealed record Constant(string Name, double Value, string Unit = "1", string Meaning = "");

/// <summary>What a policy may do: one of several named actions, or a vector within a box.</summary>
public abstract record ActionSpace
{
    private ActionSpace() { }

    /// <summary>Columns that one action fills in a batch: 1 for a discrete action (its index), else the vector's length.</summary>
    public abstract int Width { get; }

    /// <param name="Names">One name per action; the action's number is its index.</param>
    public sealed record Discrete(IReadOnlyList<string> Names) : ActionSpace
    {
        public int Count => Names.Count;

        public override int Width => 1;
    }

    /// <param name="Fields">One field per component, with its bounds.</param>
    public sealed record Box(IReadOnlyList<Field> Fields) : ActionSpace
    {
        public override int Width => Fields.Count;
    }
}

/// <summary>Names and units of what a transition holds.</summary>
/// <param name="Observation">Fields of an observation, in column order.</param>
/// <param name="Actions">The action space.</param>
/// <param name="States">Number of states of a tabular world, 0 where states are not enumerated.</param>
public sealed record Schema(IReadOnlyList<Field> Observation, ActionSpace Actions, int States = 0)
{
    /// <summary>Numbers that never change, for whoever writes a reward.</summary>
    public IReadOnlyList<Constant> Constants { get; init; } = [];

    /// <summary>Column of the observation field called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is no such field; the message lists those there are.</exception>
    public int Column(string name)
    {
        for (var i = 0; i < Observation.Count; i++)
            if (Observation[i].Name == name) return i;
        throw new ArgumentException($"No observation field '{name}'. Fields: {string.Join(", ", Observation.Select(f => f.Name))}.", nameof(name));
    }
}
