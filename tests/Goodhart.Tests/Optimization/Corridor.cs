using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Optimization;

/// <summary>States 0 … 4 in a row; left and right move, the walls stop; an episode starts in 0, is cut off after a horizon and ends on reaching 4.</summary>
internal sealed class Corridor(int count, int horizon = 20) : IWorld
{
    private const int Length = 5;
    private readonly int[] state = new int[count], arrivedState = new int[count], age = new int[count];
    private readonly float[] observation = new float[Length * count], arrived = new float[Length * count];
    private readonly bool[] terminated = new bool[count], truncated = new bool[count];

    /// <summary>1 for arriving at the right end.</summary>
    public static IReward<Transitions> Arrival { get; } =
        Reward.Each<Transitions>("arrival", (batch, i) => batch.NextState[i] == Length - 1 ? 1 : 0);

    public static Schema Layout { get; } = new([.. Enumerable.Range(0, Length).Select(i => new Field($"at {i}"))], new ActionSpace.Discrete(["left", "right"]), Length);

    public string Name => "corridor";

    public Schema Schema => Layout;

    public int Count => count;

    public Autoreset Autoreset => Autoreset.SameStep;

    public int? Horizon => horizon;

    public IReadOnlyList<IReward<Transitions>> Rewards => [Arrival];

    public ReadOnlySpan<float> Observation => observation;

    public ReadOnlySpan<float> Arrived => arrived;

    public ReadOnlySpan<int> State => state;

    public ReadOnlySpan<int> ArrivedState => arrivedState;

    public ReadOnlySpan<bool> Terminated => terminated;

    public ReadOnlySpan<bool> Truncated => truncated;

    /// <summary>The same process with its end absorbing, for exact occupancies.</summary>
    public static TabularMdp Mdp()
    {
        int[] start = [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8], next = [0, 1, 0, 2, 1, 3, 2, 4];
        return new(Layout, start, next, [1, 1, 1, 1, 1, 1, 1, 1], [1, 0, 0, 0, 0], (s, fields) =>
        {
            fields.Clear();
            fields[s] = 1;
        });
    }

    public void Reset(ulong seed)
    {
        Array.Clear(state);
        Array.Clear(age);
        Show(state, observation);
    }

    public void Step(ReadOnlySpan<float> actions)
    {
        for (var n = 0; n < count; n++)
        {
            arrivedState[n] = Math.Clamp(state[n] + (actions[n] == 1 ? 1 : -1), 0, Length - 1);
            age[n]++;
            terminated[n] = arrivedState[n] == Length - 1;
            truncated[n] = !terminated[n] && age[n] == horizon;
            var over = terminated[n] || truncated[n];
            (state[n], age[n]) = over ? (0, 0) : (arrivedState[n], age[n]);
        }

        Show(arrivedState, arrived);
        Show(state, observation);
    }

    public void Save(BinaryWriter writer)
    {
        for (var n = 0; n < count; n++)
        {
            writer.Write(state[n]);
            writer.Write(age[n]);
        }
    }

    public void Load(BinaryReader reader)
    {
        for (var n = 0; n < count; n++) (state[n], age[n]) = (reader.ReadInt32(), reader.ReadInt32());
        Show(state, observation);
    }

    private void Show(int[] states, float[] fields)
    {
        Array.Clear(fields);
        for (var n = 0; n < count; n++) fields[states[n] * count + n] = 1;
    }
}
