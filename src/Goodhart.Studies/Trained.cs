using System.Text;
using Goodhart.Optimization;
using Goodhart.Worlds;

namespace Goodhart.Studies;

/// <summary>Base policies that have to be trained first.</summary>
public static class Trained
{
    /// <summary>A policy after so many steps of PPO on a reward; the same seed gives the same policy. The caller keeps it alive.</summary>
    /// <param name="world">Makes the world.</param>
    /// <param name="reward">What it learns, usually a rough version of what is wanted.</param>
    /// <param name="steps">Environment steps.</param>
    public static NetworkPolicy On(
        Func<int, IWorld> world, IReward<Transitions> reward, long steps, ulong seed, double gamma = 0.99, CancellationToken cancellation = default)
    {
        const int copies = 32;
        var options = new PolicyGradientOptions { Discount = gamma };
        using var trainer = new PolicyGradientTrainer(world(copies), reward, options, seed);
        while (trainer.Steps < Ensure.Positive(steps))
        {
            cancellation.ThrowIfCancellationRequested();
            trainer.Iterate();
        }

        return Copy(trainer.Policy, world(1).Schema, options);
    }

    internal static NetworkPolicy Copy(NetworkPolicy policy, Schema schema, PolicyGradientOptions options)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true)) policy.Save(writer);
        memory.Position = 0;
        var copy = new NetworkPolicy(schema, options.Network ?? new(), options.Head, new Generator(0));
        using var reader = new BinaryReader(memory);
        copy.Load(reader);
        return copy;
    }
}
