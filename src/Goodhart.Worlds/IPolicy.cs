namespace Goodhart.Worlds;

/// <summary>What a policy sees of several situations at once.</summary>
/// <param name="fields">Observation columns. // (fields × count)</param>
/// <param name="states">State numbers, empty unless the world enumerates states. // (count)</param>
/// <param name="count">Number of situations.</param>
public readonly ref struct Situations(ReadOnlySpan<float> fields, ReadOnlySpan<int> states, int count)
{
    public ReadOnlySpan<float> Fields { get; } = fields;

    public ReadOnlySpan<int> States { get; } = states;

    public int Count { get; } = count;

    /// <summary>The current situations of all copies of a world.</summary>
    public static Situations Of(IWorld world) => new(world.Observation, world.State, world.Count);
}

/// <summary>Chooses actions.</summary>
public interface IPolicy
{
    /// <summary>Draws one action per situation. // actions: (action width × count)</summary>
    void Act(Situations now, Generator rng, Span<float> actions);
}
