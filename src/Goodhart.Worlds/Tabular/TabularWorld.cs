using Goodhart.Worlds.Pictures;
using SkiaSharp;

namespace Goodhart.Worlds.Tabular;

/// <summary>Many copies of a tabular process stepped together; an episode that ends starts anew in the same step.</summary>
public sealed class TabularWorld : IWorld, IPictured
{
    private readonly TabularMdp mdp;
    private readonly IPictured picture;
    private readonly float[] table, observation, arrived;   // table: (fields × states)
    private readonly ProcessSampler sampler;
    private readonly int[] state, arrivedState, age;
    private readonly bool[] terminated, truncated;
    private Generator rng = new(0);

    /// <param name="mdp">The process.</param>
    /// <param name="rewards">Rewards its author offers.</param>
    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps after which an episode is truncated; null for never.</param>
    /// <param name="name">What the world is called.</param>
    /// <param name="picture">How it looks; a bar per field when null.</param>
    /// <exception cref="ArgumentException">An episode may start in a terminal state.</exception>
    public TabularWorld(TabularMdp mdp, IReadOnlyList<IReward<Transitions>> rewards, int count, int? horizon = null, string name = "tabular", IPictured? picture = null)
    {
        (this.mdp, Rewards, Name, Count) = (mdp, rewards, name, Ensure.Positive(count));
        this.picture = picture ?? new FieldBars(mdp.Schema.Observation);
        Horizon = horizon is null ? null : Ensure.Positive(horizon.Value, nameof(horizon));
        var fields = mdp.Schema.Observation.Count;
        (table, observation, arrived) = (Table(mdp), new float[fields * count], new float[fields * count]);
        (state, arrivedState, age) = (new int[count], new int[count], new int[count]);
        (terminated, truncated) = (new bool[count], new bool[count]);
        sampler = new(mdp);
        Reset(0);
    }

    public string Name { get; }

    /// <summary>The process that is stepped.</summary>
    public TabularMdp Process => mdp;

    public Schema Schema => mdp.Schema;

    public int Count { get; }

    public Autoreset Autoreset => Autoreset.SameStep;

    public int? Horizon { get; }

    public IReadOnlyList<IReward<Transitions>> Rewards { get; }

    public ReadOnlySpan<float> Observation => observation;

    public ReadOnlySpan<float> Arrived => arrived;

    public ReadOnlySpan<int> State => state;

    public ReadOnlySpan<int> ArrivedState => arrivedState;

    public ReadOnlySpan<bool> Terminated => terminated;

    public ReadOnlySpan<bool> Truncated => truncated;

    public float Aspect => picture.Aspect;

    public void Reset(ulong seed)
    {
        rng = new(seed);
        for (var n = 0; n < Count; n++) state[n] = arrivedState[n] = Begin();
        age.AsSpan().Clear();
        terminated.AsSpan().Clear();
        truncated.AsSpan().Clear();
        Observe();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An action is not one of the process's numbers.</exception>
    public void Step(ReadOnlySpan<float> actions)
    {
        Ensure.SameLength(actions.Length, Count);
        for (var n = 0; n < Count; n++)
        {
            var action = (int)actions[n];
            if ((uint)action >= (uint)mdp.Actions || action != actions[n])
                throw new ArgumentException($"Action of copy {n} must be a whole number in [0, {mdp.Actions - 1}], was {actions[n]}.", nameof(actions));
            arrivedState[n] = mdp.Next[sampler.Step(state[n], action, rng)];
            age[n]++;
            terminated[n] = mdp.IsTerminal(arrivedState[n]);
            truncated[n] = !terminated[n] && age[n] >= Horizon;
            var ended = terminated[n] || truncated[n];
            state[n] = ended ? Begin() : arrivedState[n];
            if (ended) age[n] = 0;
        }

        Observe();
    }

    public void Save(BinaryWriter writer)
    {
        rng.Save(writer);
        for (var n = 0; n < Count; n++)
        {
            writer.Write(state[n]);
            writer.Write(arrivedState[n]);
            writer.Write(age[n]);
            writer.Write(terminated[n]);
            writer.Write(truncated[n]);
        }
    }

    public void Load(BinaryReader reader)
    {
        rng.Load(reader);
        for (var n = 0; n < Count; n++)
        {
            (state[n], arrivedState[n], age[n]) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            (terminated[n], truncated[n]) = (reader.ReadBoolean(), reader.ReadBoolean());
        }

        Observe();
    }

    public void Draw(SKCanvas canvas, ReadOnlySpan<float> observation) => picture.Draw(canvas, observation);

    private int Begin() => sampler.Begin(rng);

    private void Observe()
    {
        for (var f = 0; f < Schema.Observation.Count; f++)
        {
            var column = table.AsSpan(f * mdp.States, mdp.States);
            for (var n = 0; n < Count; n++) observation[f * Count + n] = column[state[n]];
            for (var n = 0; n < Count; n++) arrived[f * Count + n] = column[arrivedState[n]];
        }
    }

    private static float[] Table(TabularMdp mdp)
    {
        var (fields, table) = (new float[mdp.Schema.Observation.Count], new float[mdp.Schema.Observation.Count * mdp.States]);
        for (var s = 0; s < mdp.States; s++)
        {
            mdp.Observe(s, fields);
            for (var f = 0; f < fields.Length; f++) table[f * mdp.States + s] = fields[f];
        }

        return table;
    }
}
