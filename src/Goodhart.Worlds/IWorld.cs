namespace Goodhart.Worlds;

/// <summary>When a copy of a world whose episode ended starts anew (Gymnasium's autoreset modes).</summary>
public enum Autoreset
{
    /// <summary>In the very step that ends it: the observation is already the next episode's, <see cref="IWorld.Arrived"/> the last one's.</summary>
    SameStep,

    /// <summary>Never: the caller resets.</summary>
    Disabled,
}

/// <summary>Many independent copies of an environment stepped together, as a structure of arrays.</summary>
/// <remarks>
/// Spans are columns: field f of copy n is at f·<see cref="Count"/> + n. They are views into the world, valid until its next step or reset.
/// The world computes no reward; its <see cref="Rewards"/> score the transitions that a rollout records.
/// </remarks>
public interface IWorld
{
    string Name { get; }

    Schema Schema { get; }

    /// <summary>Number of copies.</summary>
    int Count { get; }

    Autoreset Autoreset { get; }

    /// <summary>Steps after which an episode is truncated; null when episodes are never cut off.</summary>
    int? Horizon { get; }

    /// <summary>The rewards this world's author offers, each with its unit; which is proxy and which is held out is the study's choice.</summary>
    IReadOnlyList<IReward<Transitions>> Rewards { get; }

    /// <summary>Current observations, of the new episode where one just ended. // (fields × Count)</summary>
    ReadOnlySpan<float> Observation { get; }

    /// <summary>Observations the last step arrived at, before any autoreset. // (fields × Count)</summary>
    ReadOnlySpan<float> Arrived { get; }

    /// <summary>Current state numbers; empty unless the schema enumerates states. // (Count)</summary>
    ReadOnlySpan<int> State { get; }

    /// <summary>State numbers the last step arrived at; empty unless the schema enumerates states. // (Count)</summary>
    ReadOnlySpan<int> ArrivedState { get; }

    /// <summary>The last step ended the episode in a terminal state. // (Count)</summary>
    ReadOnlySpan<bool> Terminated { get; }

    /// <summary>The last step cut the episode off without a terminal state. // (Count)</summary>
    ReadOnlySpan<bool> Truncated { get; }

    /// <summary>Starts every copy anew; the same seed gives the same episodes.</summary>
    void Reset(ulong seed);

    /// <summary>Advances every copy by one step. // actions: (action width × Count)</summary>
    void Step(ReadOnlySpan<float> actions);

    /// <summary>Writes the state of every copy, random state included.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Continues exactly where <see cref="Save"/> stood.</summary>
    void Load(BinaryReader reader);
}
