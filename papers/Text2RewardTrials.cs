using System.Collections.Concurrent;
using Goodhart.Design;
using Goodhart.Optimization.CrossEntropy;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Gripper;

namespace Goodhart.Papers;

/// <summary>Who writes the reward.</summary>
internal enum Text2RewardArm
{
    /// <summary>The script, zero-shot, then told what a watcher of the policy says.</summary>
    Dialogue,

    /// <summary>The same, told what was said of other tasks.</summary>
    OtherCritiques,

    /// <summary>The script, shown the three nearest examples of other tasks.</summary>
    FewShot,

    /// <summary>The world's author.</summary>
    Expert,

    /// <summary>1 in every step that stands as wanted.</summary>
    Sparse,
}

/// <summary>Trainings of all arms, several at once; each is a function of its arm, task and seed.</summary>
internal static class Text2RewardTrials
{
    private static readonly ExampleStore examples = Text2RewardExamples.OfWorlds();

    /// <summary>One outcome per turn.</summary>
    public static IReadOnlyDictionary<(Text2RewardArm Arm, GripperTask Task, ulong Seed), Outcome[]> Run(
        IEnumerable<Text2RewardArm> arms, GripperTask[] tasks, ulong[] seeds, bool fast, CancellationToken cancellation)
    {
        var done = new ConcurrentDictionary<(Text2RewardArm, GripperTask, ulong), Outcome[]>();
        var jobs = tasks.Reverse().SelectMany(task => arms.SelectMany(arm => seeds.Select(seed => (arm, task, seed))))   // the longest first
            .Where(job => (job.arm != Text2RewardArm.OtherCritiques || job.task == GripperTask.Stack) && !(fast && job.arm == Text2RewardArm.Sparse));
        Parallel.ForEach(Partitioner.Create(jobs, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            job => done[job] = Turns(job.arm, job.task, job.seed, cancellation));
        return done;
    }

    private static Outcome[] Turns(Text2RewardArm arm, GripperTask task, ulong seed, CancellationToken cancellation) => arm switch
    {
        Text2RewardArm.Dialogue => Design(task, seed, new(Critic: Text2RewardWatcher.Of(task)), 3, cancellation),
        Text2RewardArm.OtherCritiques => Design(task, seed, new(Critic: Text2RewardWatcher.OfOtherTasks()), 3, cancellation),
        Text2RewardArm.FewShot => Design(task, seed, new(Examples: examples), 1, cancellation),
        Text2RewardArm.Expert => [Training(task).Train(GripperRewards.Staged(task), Generator.Derive(seed, 1), cancellation: cancellation)],
        _ => [Training(task).Train(GripperRewards.Done(task), Generator.Derive(seed, 1), cancellation: cancellation)],
    };

    private static Outcome[] Design(GripperTask task, ulong seed, Text2RewardOptions options, int rounds, CancellationToken cancellation)
    {
        using var lineage = Lineage.InMemory();
        var designer = new Unjudged(new Text2RewardDesigner(Text2RewardScript.Chat(seed), options));
        var world = WorldCatalogue.Find(GripperWorld.NameOf(task));
        var result = DesignRun.Run(new(world, world.Task!, Training(task), designer, new(Samples: 1, Rounds: rounds, Seed: seed)) { Parallel = 1 }, lineage, cancellation: cancellation);
        return [.. result.Candidates.Select(c => c.Outcome ?? throw new InvalidOperationException($"{task}: {c.Failure?.Message}"))];
    }

    /// <summary>As piloted on other seeds: tasks in more stages need a wider search, and stacking was never learnt without nearness.</summary>
    private static CrossEntropyTraining Training(GripperTask task)
    {
        CrossEntropyOptions small = new(Population: 128, Elites: 16, Generations: 40, Rollouts: 2, ExtraShare: .9), wide = small with { Population = 512, Elites = 32, Generations = 60 };
        var learning = task switch
        {
            GripperTask.Reach or GripperTask.Push => small,
            GripperTask.Pick => wide,
            _ => wide with { Population = 1024, Elites = 48, Generations = 80, Nearness = 18, Through = ["cube.grasped"] },
        };
        var world = WorldCatalogue.Find(GripperWorld.NameOf(task));
        return new(world.Create, world.Task!, learning, new(Measurements: 20, Judging: new(Resamples: 200, RequireCorrelation: false)));
    }

    /// <summary>Nominates nothing: every turn is a result here, and none is selected, so none has to be trained anew.</summary>
    private sealed class Unjudged(IDesigner designer) : IDesigner
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
