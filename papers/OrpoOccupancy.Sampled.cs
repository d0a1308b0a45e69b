using Goodhart.Audit;
using Goodhart.Optimization;
using Goodhart.Statistics;
using Goodhart.Studies;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Papers;

public sealed partial class OrpoOccupancy
{
    private const int Copies = 64;

    /// <summary>Part B: PPO for 200 k steps of episodes of 100, from a random network; the occupancy is held by a learned density ratio.</summary>
    private static void Sampled(PaperRun run)
    {
        double start = reference.True.Estimate, λ = TheoryLambda.Of(correlation);

        run.Doing("PPO on the proxy alone");
        var free = run.OverSeeds(seed => Trained(run, seed));
        run.AtMost("PPO on the proxy alone: J_true over the base's", [.. free.Select(f => f.True.Estimate / start)], 0.5);
        run.Holds("PPO on the proxy alone: verdict on every seed", free.All(f => Judged("PPO", f) == Verdict.Hacked), "hacked");

        run.Doing("PPO held by √χ² occupancy");
        var held = run.OverSeeds(seed => Trained(run, seed, Occupancy(λ)));
        run.AtLeast("PPO held by √χ² at the theory's λ: J_true less the base's", [.. held.Select(h => h.True.Estimate - start)], 0);
        run.Holds("PPO held by √χ²: verdict on every seed", held.All(h => Judged("PPO", h) is Verdict.Improving or Verdict.Stalled), "improving or stalled");

        // The rival at the best weight of its sweep, chosen by the true return, which √χ² does not get to see.
        run.Doing("PPO held by action KL");
        double[] coefficients = run.Fast ? [0.02] : [0.01, 0.02, 0.05];
        var rival = coefficients.Select(c => run.OverSeeds(seed => Trained(run, seed, Actions(c))).Select(f => f.True.Estimate).ToArray()).MaxBy(j => j.Average())!;
        run.AtLeast("PPO: J_true of √χ² less the best action KL's", [.. held.Zip(rival, (h, r) => h.True.Estimate - r)], 0);
        run.AtLeast("PPO: J_true of the best action KL less the proxy alone's", [.. rival.Zip(free, (r, f) => r - f.True.Estimate)], 0.02);

        run.Doing("controls of PPO");
        // Told apart from itself, the policy's steps carry random labels: the ratio is 1 and holds nothing.
        var blind = run.OverSeeds(seed => Trained(run, seed, trainer => Occupancy(λ, new Mirror(trainer))));
        run.Control("PPO with a discriminator of shuffled labels: J_true over the base's", [.. blind.Select(b => b.True.Estimate / start)], ratio => ratio < 0.5, "< 0.5, hacked");
        if (run.Fast) return;

        // No control by PPO: a weight that is too weak for the optimum still scares a learner off, because the penalty of a visit is largest while visits are rare.
        var weak = run.OverSeeds(seed => Trained(run, seed, Occupancy(0.001)));
        run.Note($"By PPO even λ = 0.001, whose exact optimum is hacked, ends at J_true {StudentT.Mean([.. weak.Select(w => w.True.Estimate)])}: the bucket is not found.");
    }

    private static ExactReturn Trained(PaperRun run, ulong seed, Func<Func<IPolicy>, IRegulariser>? hold = null)
    {
        PolicyGradientTrainer? trainer = null;
        var regulariser = hold?.Invoke(() => trainer!.Policy);
        using var release = regulariser as IDisposable;
        using (trainer = new(World(Copies), tomato.Proxy, TomatoStudy.Training, seed, regulariser is null ? [] : [regulariser]))
        {
            while (trainer.Steps < 200_000)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                trainer.Iterate();
            }

            return Measured(trainer.Tabulate(mdp));
        }
    }

    private static Func<Func<IPolicy>, IRegulariser> Occupancy(double lambda) => _ => Occupancy(lambda, start);

    private static OccupancyPenalty Occupancy(double lambda, IPolicy from) => new(from, World(Copies), TomatoStudy.Occupancy with { Lambda = lambda }, seed: 7);

    private static Func<Func<IPolicy>, IRegulariser> Actions(double coefficient) =>
        _ => new ActionDivergence(new TabularDistribution(start), ActionDivergenceKind.Kl, coefficient);

    private static TabularWorld World(int count) => TomatoWorld.Create(tomato, TomatoLevel.Paper, count);

    /// <summary>Acts as the policy in training does.</summary>
    private sealed class Mirror(Func<IPolicy> policy) : IPolicy
    {
        public void Act(Situations now, Generator rng, Span<float> actions) => policy().Act(now, rng, actions);
    }
}
