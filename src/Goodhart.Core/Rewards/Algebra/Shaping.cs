namespace Goodhart;

/// <summary>A potential Φ of states. // potential: (states.Count)</summary>
public delegate void Potential(StateView states, Span<float> potential);

/// <summary>Potential-based shaping (Ng, Harada and Russell 1999): it changes how fast a task is learned, never which policy is best.</summary>
public static class RewardShaping
{
    extension(IReward<Transitions> reward)
    {
        /// <summary>r + γ·Φ(s′) − Φ(s), with Φ = 0 in terminal states; the shaping term is a part of its own.</summary>
        /// <param name="potential">Φ in the reward's unit. What it writes for a terminal state is ignored.</param>
        /// <param name="gamma">The discount of the objective, in [0, 1]; with any other the best policy changes.</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.shaped" when null.</param>
        public IReward<Transitions> Shaped(Potential potential, float gamma, string? name = null) =>
            Reward.Sum(name ?? $"{reward.Name}.shaped", reward, Reward.Shaping("shaping", potential, gamma, reward.Unit));
    }
}

public static partial class Reward
{
    /// <summary>γ·Φ(s′) − Φ(s), with Φ = 0 in terminal states. Over an episode it sums, discounted, to γᵀ·Φ(s_T) − Φ(s₀).</summary>
    public static IReward<Transitions> Shaping(string name, Potential potential, float gamma, string unit = "1")
    {
        Ensure.InRange(gamma, 0, 1);
        return From<Transitions>(name, (batch, scores) =>
        {
            using var scratch = new Scratch(batch.Count);
            var before = scratch.Row();
            potential(StateView.Before(batch), before);
            potential(StateView.After(batch), scores);
            var terminated = batch.Terminated;
            // Selected, not multiplied by 0: a potential may be undefined in a terminal state.
            for (var i = 0; i < scores.Length; i++) scores[i] = (terminated[i] ? 0 : gamma * scores[i]) - before[i];
        }, unit);
    }
}
