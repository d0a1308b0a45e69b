using Goodhart.Models;
using Goodhart.Worlds;
using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>Every action is equally likely, whatever is seen: one of the discrete actions, or any point of a bounded box.</summary>
public sealed class UniformPolicy : IDistributionPolicy
{
    private readonly ActionSpace space;

    /// <exception cref="ArgumentException">A component of the box is unbounded.</exception>
    public UniformPolicy(ActionSpace actions)
    {
        if (actions is ActionSpace.Box box && box.Fields.FirstOrDefault(f => !float.IsFinite(f.Low) || !float.IsFinite(f.High)) is { } open)
            throw new ArgumentException($"A uniform policy needs bounded actions, '{open.Name}' is in [{open.Low}, {open.High}].", nameof(actions));
        space = actions;
    }

    public void Act(Situations now, Generator rng, Span<float> actions)
    {
        for (var k = 0; k < space.Width; k++)
            for (var n = 0; n < now.Count; n++)
                actions[k * now.Count + n] = space switch
                {
                    ActionSpace.Discrete discrete => rng.NextInt(discrete.Count),
                    ActionSpace.Box box => box.Fields[k].Low + rng.NextSingle() * (box.Fields[k].High - box.Fields[k].Low),
                    _ => throw new InvalidOperationException($"Unknown action space {space}."),
                };
    }

    public ActionDistribution Distribution(Situations now) => space is ActionSpace.Box box
        ? new BetaActions(ones(now.Count, box.Width), ones(now.Count, box.Width), tensor([.. box.Fields.Select(f => f.Low)]), tensor([.. box.Fields.Select(f => f.High)]))
        : new CategoricalActions(zeros(now.Count, ((ActionSpace.Discrete)space).Count));
}
