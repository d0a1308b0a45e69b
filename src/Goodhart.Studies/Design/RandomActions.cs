using Goodhart.Optimization;
using Goodhart.Worlds;

namespace Goodhart.Studies.Design;

/// <summary>A policy whose hand slips: now and then a uniformly random action takes the place of its own.</summary>
internal sealed class RandomActions : IPolicy
{
    private readonly IPolicy policy;
    private readonly UniformPolicy uniform;
    private readonly double share;
    private float[] drawn = [];

    private RandomActions(IPolicy policy, ActionSpace actions, double share) => (this.policy, uniform, this.share) = (policy, new(actions), share);

    /// <summary>The policy itself where the share is 0.</summary>
    public static IPolicy Among(IPolicy policy, ActionSpace actions, double share) => share == 0 ? policy : new RandomActions(policy, actions, share);

    public void Act(Situations now, Generator rng, Span<float> actions)
    {
        if (drawn.Length != actions.Length) drawn = new float[actions.Length];
        policy.Act(now, rng, actions);
        uniform.Act(now, rng, drawn);
        for (var n = 0; n < now.Count; n++)
        {
            if (rng.NextDouble() >= share) continue;
            for (var at = n; at < actions.Length; at += now.Count) actions[at] = drawn[at];
        }
    }
}
