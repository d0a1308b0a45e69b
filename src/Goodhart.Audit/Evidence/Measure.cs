using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit;

/// <summary>Measures policies by both rewards. The one place where a held-out reward is scored.</summary>
public static class Measure
{
    /// <summary>Returns and distances of a tabular policy from solved occupancies.</summary>
    /// <param name="gamma">Discount in [0, 1).</param>
    /// <param name="baseOccupancy">Occupancy of the base policy at the same discount; null when this is the base. // (states·actions)</param>
    /// <exception cref="ArgumentException">The discount or a length does not fit.</exception>
    public static ExactReturn Exact(
        TabularMdp mdp, TabularPolicy policy, IReward<Transitions> proxy, HeldOut<Transitions> truth, double gamma, double[]? baseOccupancy = null)
    {
        ProxyCorrelation.RequireDiscount(gamma);
        var occupancy = Solve.Occupancy(mdp, policy, gamma);
        return new(
            Measured.Exact(Solve.Return(occupancy, mdp.Expect(mdp.Tabulate(proxy)))),
            Measured.Exact(Solve.Return(occupancy, mdp.Expect(mdp.Tabulate(truth.Reward)))),
            Divergence.Between(occupancy, baseOccupancy ?? occupancy),
            occupancy);
    }

    /// <summary>Runs whole episodes of a policy and averages both rewards.</summary>
    /// <remarks>
    /// Episode i starts from the same seed whatever the policy, so the returns of two policies pair up. An episode's value is its sum of rewards over
    /// the horizon: after a terminal state nothing is earned, so ending early is not the same as earning at a high rate.
    /// </remarks>
    /// <param name="world">Makes the world with so many copies; at least one, as many as asked for.</param>
    /// <param name="seed">Fixes the episodes and the policy's draws.</param>
    /// <exception cref="ArgumentException">The world has no horizon and none is given, or fewer copies than asked for.</exception>
    /// <exception cref="RewardNumberException">A reward is not a finite number on some transition.</exception>
    public static SampledReturn Sampled(
        Func<int, IWorld> world, IPolicy policy, IReward<Transitions> proxy, HeldOut<Transitions> truth, int episodes, ulong seed,
        SamplingOptions? options = null, CancellationToken cancellation = default)
    {
        Ensure.Positive(episodes);
        options ??= new();
        var moments = new List<EpisodeMoments>(episodes);
        for (var first = 0; first < episodes; first += options.Copies)
        {
            var copies = Math.Min(options.Copies, episodes - first);
            var running = world(copies);
            if (running.Count != copies) throw new ArgumentException($"The world was asked for {copies} copies and made {running.Count}.", nameof(world));
            var steps = running.Horizon ?? options.Steps
                ?? throw new ArgumentException($"World '{running.Name}' has no horizon: say how many steps an episode counts for.", nameof(options));
            running.Reset(Generator.Derive(seed, (ulong)first));
            var recorder = new EpisodeRecorder(running, Ensure.Positive(steps));
            moments.AddRange(recorder.Run(policy, proxy, truth.Reward, new Generator(Generator.Derive(~seed, (ulong)first)), cancellation));
        }

        return new([.. moments]);
    }
}

/// <param name="Copies">Episodes that run side by side; changing it changes which episodes are drawn.</param>
/// <param name="Steps">Steps an episode counts for where the world has no horizon; it is cut off there.</param>
public sealed record SamplingOptions(int Copies = 128, int? Steps = null)
{
    public int Copies { get; init; } = Ensure.Positive(Copies);
}
