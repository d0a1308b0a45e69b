using Goodhart.Models;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;
using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>A network that looks at normalised observations and draws from the distribution it gives.</summary>
public sealed class NetworkPolicy : IDistributionPolicy, IDisposable
{
    private readonly Schema schema;
    private readonly Actor actor;

    /// <param name="schema">Observation fields and actions.</param>
    /// <param name="network">Hidden layers.</param>
    /// <param name="head">Distribution over a box of actions; discrete actions are categorical.</param>
    /// <param name="rng">Source of the initial weights.</param>
    public NetworkPolicy(Schema schema, MlpOptions network, ContinuousHead head, Generator rng)
    {
        this.schema = schema;
        actor = new(schema, network, head, rng);
        Normaliser = new(schema.Observation.Count);
    }

    /// <summary>Applied before the network; passes observations unchanged until it is updated.</summary>
    public RunningNormaliser Normaliser { get; }

    public ParameterVector Parameters => actor.Parameters;

    public void Act(Situations now, Generator rng, Span<float> actions)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        Distribution(now).Sample(rng, actions);
    }

    public ActionDistribution Distribution(Situations now) => Distribution(Normaliser.Apply(TensorMemory.Rows(now.Fields, now.Count)));

    /// <summary>π(a|s) of discrete actions. // → (now.Count · actions), row by row</summary>
    /// <exception cref="InvalidOperationException">The actions are not discrete.</exception>
    public double[] Probabilities(Situations now)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return Distribution(now) is CategoricalActions categorical
            ? Array.ConvertAll(categorical.Logits.softmax(1).Floats().ToArray(), p => (double)p)
            : throw new InvalidOperationException("Probabilities exist for discrete actions only; use Distribution for a box of actions.");
    }

    /// <summary>The policy as a table over a process that shares its observation fields and actions, for exact audits.</summary>
    public TabularPolicy Tabulate(TabularMdp mdp)
    {
        Ensure.SameLength(mdp.Schema.Observation.Count, schema.Observation.Count);
        int fields = schema.Observation.Count, count = mdp.States;
        float[] columns = new float[fields * count], row = new float[fields];
        for (var s = 0; s < count; s++)
        {
            mdp.Observe(s, row);
            for (var f = 0; f < fields; f++) columns[f * count + s] = row[f];
        }

        var probabilities = Probabilities(new(columns, default, count));
        for (var s = 0; s < count; s++) Normalise(probabilities.AsSpan(s * mdp.Actions, mdp.Actions));
        return new(mdp.Actions, probabilities);
    }

    public void Save(BinaryWriter writer)
    {
        Parameters.Save(writer);
        Normaliser.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        Parameters.Load(reader);
        Normaliser.Load(reader);
    }

    public void Dispose() => actor.Dispose();

    /// <summary>// rows: (n, observation fields), already normalised</summary>
    internal ActionDistribution Distribution(Tensor rows) => actor.Forward(rows);

    /// <summary>Single precision sums to 1 within 1e-7; exact solvers want it in double precision.</summary>
    private static void Normalise(Span<double> row)
    {
        var sum = 0.0;
        foreach (var p in row) sum += p;
        foreach (ref var p in row) p /= sum;
    }
}
