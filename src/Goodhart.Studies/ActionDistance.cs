using Goodhart.Optimization;
using Goodhart.Worlds;
using TorchSharp;

namespace Goodhart.Studies;

/// <summary>How differently two policies act where one of them goes.</summary>
internal static class ActionDistance
{
    /// <summary>E KL(π(·|s)‖base(·|s)) in nats per step, over the states that π visits in one episode of each copy.</summary>
    public static double Kl(Func<int, IWorld> world, IDistributionPolicy policy, IDistributionPolicy reference, int copies, ulong seed)
    {
        var running = world(copies);
        running.Reset(seed);
        var rng = new Generator(~seed);
        var actions = new float[running.Schema.Actions.Width * copies];
        var over = new bool[copies];
        double total = 0, visits = 0;
        for (var step = 0; step < (running.Horizon ?? 1000) && Array.IndexOf(over, false) >= 0; step++)
        {
            using var scope = torch.NewDisposeScope();
            using var still = torch.no_grad();
            var now = Situations.Of(running);
            var distribution = policy.Distribution(now);
            var kl = distribution.Kl(reference.Distribution(now)).data<float>();
            for (var n = 0; n < copies; n++)
            {
                if (over[n]) continue;
                total += kl[n];
                visits++;
            }

            distribution.Sample(rng, actions);
            running.Step(actions);
            for (var n = 0; n < copies; n++) over[n] |= running.Terminated[n] || running.Truncated[n];
        }

        return total / visits;
    }
}
