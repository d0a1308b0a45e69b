using System.Buffers;

namespace Goodhart;

/// <summary>
/// Transitions (s, a, s′) as a structure of arrays over pooled memory: each observation field and action component is one contiguous column.
/// </summary>
/// <remarks>
/// A rollout of T steps of N copies stores step t of copy n in row t·N + n. <see cref="Next(int)"/> is the state the step arrived at, before any
/// autoreset, so that a truncated episode can be bootstrapped from it.
/// </remarks>
public sealed class Transitions : IBatch, IDisposable
{
    private readonly float[] observations, nexts, actions;
    private readonly bool[] terminated, truncated;
    private readonly int[] states, nextStates;
    private int count;

    /// <param name="schema">Names of the columns.</param>
    /// <param name="capacity">Most rows it can hold; <see cref="Count"/> starts there.</param>
    public Transitions(Schema schema, int capacity)
    {
        Schema = schema;
        Capacity = Ensure.NotNegative(capacity);
        count = capacity;
        observations = ArrayPool<float>.Shared.Rent(schema.Observation.Count * capacity);
        nexts = ArrayPool<float>.Shared.Rent(schema.Observation.Count * capacity);
        actions = ArrayPool<float>.Shared.Rent(schema.Actions.Width * capacity);
        terminated = ArrayPool<bool>.Shared.Rent(capacity);
        truncated = ArrayPool<bool>.Shared.Rent(capacity);
        states = schema.States > 0 ? ArrayPool<int>.Shared.Rent(capacity) : [];
        nextStates = schema.States > 0 ? ArrayPool<int>.Shared.Rent(capacity) : [];
    }

    public Schema Schema { get; }

    public int Capacity { get; }

    /// <summary>Rows in use, from 0 to <see cref="Capacity"/>.</summary>
    public int Count
    {
        get => count;
        set => count = Ensure.InRange(value, 0, Capacity);
    }

    /// <summary>Column of one observation field before the step. // (Count)</summary>
    public Span<float> Observation(int field) => Column(observations, field, Schema.Observation.Count);

    /// <inheritdoc cref="Observation(int)"/>
    public Span<float> Observation(string field) => Observation(Schema.Column(field));

    /// <summary>Column of one observation field of the state the step arrived at. // (Count)</summary>
    public Span<float> Next(int field) => Column(nexts, field, Schema.Observation.Count);

    /// <inheritdoc cref="Next(int)"/>
    public Span<float> Next(string field) => Next(Schema.Column(field));

    /// <summary>Column of one action component; the action's index where actions are discrete. // (Count)</summary>
    public Span<float> Action(int component = 0) => Column(actions, component, Schema.Actions.Width);

    /// <summary>The episode ended in a terminal state: nothing follows, do not bootstrap. // (Count)</summary>
    public Span<bool> Terminated => terminated.AsSpan(0, count);

    /// <summary>The episode was cut off, by its horizon for instance: bootstrap from <see cref="Next(int)"/>. // (Count)</summary>
    public Span<bool> Truncated => truncated.AsSpan(0, count);

    /// <summary>State numbers before the step; empty unless the schema enumerates states. // (Count)</summary>
    public Span<int> State => Schema.States > 0 ? states.AsSpan(0, count) : [];

    /// <summary>State numbers the step arrived at; empty unless the schema enumerates states. // (Count)</summary>
    public Span<int> NextState => Schema.States > 0 ? nextStates.AsSpan(0, count) : [];

    /// <summary>Returns the memory to the pool; the batch must not be used afterwards.</summary>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(observations);
        ArrayPool<float>.Shared.Return(nexts);
        ArrayPool<float>.Shared.Return(actions);
        ArrayPool<bool>.Shared.Return(terminated);
        ArrayPool<bool>.Shared.Return(truncated);
        if (Schema.States == 0) return;
        ArrayPool<int>.Shared.Return(states);
        ArrayPool<int>.Shared.Return(nextStates);
    }

    private Span<float> Column(float[] columns, int index, int width)
    {
        Ensure.InRange(index, 0, width - 1);
        return columns.AsSpan(index * Capacity, count);
    }
}
