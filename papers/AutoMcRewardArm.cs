using Goodhart.Design;
using Goodhart.Optimization;
using Goodhart.Studies.Design;
using Goodhart.Worlds;

namespace Goodhart.Papers;

/// <summary>What is switched on.</summary>
internal enum AutoMcRewardArm { DesignerOnly, Critic, Full, Magnitudes, OtherWorld }

/// <summary>One design, as its last trained policy came out.</summary>
/// <param name="Episodes">How its episodes ended.</param>
/// <param name="Lost">Share of rounds whose program held a seeded mistake, so that they trained nothing or the wrong thing.</param>
internal sealed record AutoMcRewardTrial(EpisodeDigest Episodes, double Lost)
{
    public const string Success = "success", Death = "lava death", Timeout = "timeout";

    public double Succeeded => Episodes.Share(Success);

    public double Died => Episodes.Share(Death);

    public double DiedPerThousandCells => 1000 * Episodes.PerExplored(Death);

    public double Cells => Episodes.Explored / Episodes.Count;

    public double Steps => Episodes.Endings.FirstOrDefault(e => e.Ending == Success)?.Steps ?? double.NaN;

    /// <summary>How an episode in the land of lava and diamonds is called, by what was observed last.</summary>
    public static EpisodeWatch Watch { get; } = new(
        (batch, row) => batch.Next("has diamond")[row] == 1 ? Success : batch.Next("in lava")[row] == 1 ? Death : Timeout, (batch, row) => batch.Next("cells visited")[row]);

    /// <summary>The trial of one arm with one seed.</summary>
    public static AutoMcRewardTrial Of(AutoMcRewardArm arm, WorldEntry world, FeatureTraining training, int rounds, ulong seed, CancellationToken cancellation, int episodes = 200)
    {
        var script = new AutoMcRewardScript();
        var reviewed = arm != AutoMcRewardArm.DesignerOnly;
        var analyzed = arm is AutoMcRewardArm.Full or AutoMcRewardArm.Magnitudes or AutoMcRewardArm.OtherWorld;
        var designer = new CriticDesigner(script.Designer(seed), reviewed ? script.Critic(seed) : null, analyzed ? AutoMcRewardScript.Analyzer(seed) : null,
            new(Signs: arm != AutoMcRewardArm.Magnitudes, Reviews: reviewed ? 3 : 0));
        using var lineage = Lineage.InMemory();
        IContinuedTraining watched = arm == AutoMcRewardArm.OtherWorld ? new AnotherWorldsEpisodes(training) : training;
        var result = DesignRun.Run(new(world, world.Task!, watched, new Unevaluated(designer), new(1, rounds, Seed: seed, GiveUp: false)), lineage, cancellation: cancellation);
        var handed = result.Rounds.Select(r => result.Candidates.Last(c => c.Id.StartsWith(r.Round + ".", StringComparison.Ordinal) && (c.Outcome is not null || r.Best is null))).ToArray();
        var last = result.Candidates.LastOrDefault(c => c.Outcome is not null);
        return new(Digest(last?.Outcome?.Policy ?? new UniformPolicy(world.Create(1).Schema.Actions), world, seed, episodes), handed.Average(c => script.IsFaulty(c) ? 1.0 : 0));
    }

    /// <summary>Episodes of a policy with one random action in twenty, on lands that no training saw.</summary>
    public static EpisodeDigest Digest(IPolicy policy, WorldEntry world, ulong seed, int count = 200)
    {
        var land = world.Create(count);
        land.Reset(Generator.Derive(seed, 99));
        using var record = Rollout.Collect(land, new Slipping(policy), land.Horizon!.Value, new(Generator.Derive(seed, 98)));
        return EpisodeDigest.Of(record, count, Watch);
    }

    private sealed class Slipping(IPolicy policy) : IPolicy
    {
        public void Act(Situations now, Generator rng, Span<float> actions)
        {
            policy.Act(now, rng, actions);
            for (var n = 0; n < actions.Length; n++)
                if (rng.NextInt(20) == 0) actions[n] = rng.NextInt(5);
        }
    }

    /// <summary>Trains here, and shows the episodes of a random policy on a cart with a pole.</summary>
    private sealed class AnotherWorldsEpisodes(FeatureTraining training) : IContinuedTraining
    {
        private static readonly EpisodeDigest elsewhere = Elsewhere();

        public string Name => $"{training.Name}, another world's episodes";

        public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default) =>
            Continue(default, reward, seed, hopeless, cancellation).Outcome;

        public Trained Continue(ReadOnlyMemory<byte> policy, IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default)
        {
            var trained = training.Continue(policy, reward, seed, hopeless, cancellation);
            return trained with { Outcome = trained.Outcome with { Episodes = elsewhere } };
        }

        private static EpisodeDigest Elsewhere()
        {
            var world = WorldCatalogue.Find("cartpole").Create(64);
            world.Reset(1);
            using var record = Rollout.Collect(world, new UniformPolicy(world.Schema.Actions), 100, new(1));
            return EpisodeDigest.Of(record, 64, EpisodeWatch.Plain());
        }
    }

    /// <summary>A design whose last policy is measured here, so that no fresh seeds need be paid for.</summary>
    private sealed class Unevaluated(IDesigner designer) : IDesigner
    {
        public string Name => designer.Name;

        public IRewardWriter Begin(DesignBrief brief) => new Writer(designer.Begin(brief));

        private sealed class Writer(IRewardWriter writer) : IRewardWriter
        {
            public IReadOnlyList<Draft> Write(DesignRound round) => writer.Write(round);

            public void Reflect(DesignRound round, IReadOnlyList<Candidate> candidates) => writer.Reflect(round, candidates);

            public IReadOnlyList<Candidate> Nominate(IReadOnlyList<Candidate> candidates) => [];
        }
    }
}
