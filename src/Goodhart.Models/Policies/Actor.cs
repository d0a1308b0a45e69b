using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>How a network turns outputs into a distribution over a box of actions.</summary>
public enum ContinuousHead
{
    /// <summary>Mean from the network, one learned log σ per component, starting at 0.</summary>
    Gaussian,

    /// <summary>α, β = 1 + softplus of the network's outputs, scaled to the box, which must be bounded.</summary>
    Beta,
}

/// <summary>A network from observations to a distribution over actions: categorical for discrete actions, Gaussian or Beta for a box.</summary>
public sealed class Actor : IDisposable
{
    private readonly ActionSpace actions;
    private readonly ContinuousHead head;
    private readonly Tensor? low, high;
    private readonly Mlp network;

    /// <exception cref="ArgumentException">A Beta head over an unbounded action, or a schema without observation fields.</exception>
    public Actor(Schema schema, MlpOptions options, ContinuousHead head, Generator rng)
    {
        if (schema.Observation.Count == 0) throw new ArgumentException("A network policy needs at least one observation field, the schema has none.", nameof(schema));
        (actions, this.head) = (schema.Actions, head);
        if (actions is ActionSpace.Box box && head is ContinuousHead.Beta)
        {
            foreach (var field in box.Fields)
                if (!float.IsFinite(field.Low) || !float.IsFinite(field.High) || field.Low >= field.High)
                    throw new ArgumentException($"A Beta head needs bounded actions, '{field.Name}' is in [{field.Low}, {field.High}]. Use the Gaussian head.", nameof(schema));
            low = tensor([.. box.Fields.Select(f => f.Low)]).DetachFromDisposeScope();
            high = tensor([.. box.Fields.Select(f => f.High)]).DetachFromDisposeScope();
        }

        var outputs = actions switch { ActionSpace.Discrete d => d.Count, _ when head is ContinuousHead.Beta => 2 * actions.Width, _ => actions.Width };
        network = new(schema.Observation.Count, outputs, options, .01, rng, actions is ActionSpace.Box && head is ContinuousHead.Gaussian ? actions.Width : 0);
    }

    public ParameterVector Parameters => network.Parameters;

    /// <summary>// rows: (n, observation fields), normalised</summary>
    public ActionDistribution Forward(Tensor rows)
    {
        var outputs = network.Forward(rows);
        if (actions is ActionSpace.Discrete) return new CategoricalActions(outputs);
        if (head is ContinuousHead.Gaussian) return new GaussianActions(outputs, network.Extra.expand(outputs.shape));
        var shapes = nn.functional.softplus(outputs) + 1;
        return new BetaActions(shapes.narrow(1, 0, actions.Width), shapes.narrow(1, actions.Width, actions.Width), low!, high!);
    }

    public void Dispose()
    {
        network.Dispose();
        low?.Dispose();
        high?.Dispose();
    }
}
