using Goodhart.Design;
using Goodhart.Optimization.ValueBased;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Studies.Design;

/// <summary>Trains candidates by tabular Q-learning: milliseconds each.</summary>
public sealed class TabularTraining : ITraining
{
    private readonly CreateWorld create;
    private readonly DesignTask task;
    private readonly TabularMdp process;
    private readonly QLearningOptions learning;
    private readonly TrainingOptions options;

    /// <param name="create">Makes the world, which has a process.</param>
    /// <param name="task">What is wanted.</param>
    /// <param name="learning">Of the learner; its defaults with the world's horizon when null.</param>
    /// <param name="options">How it is measured; with 10 % random actions when null.</param>
    /// <exception cref="ArgumentException">The world is not tabular, or the person's reward does not compile.</exception>
    public TabularTraining(CreateWorld create, DesignTask task, QLearningOptions? learning = null, TrainingOptions? options = null)
    {
        var world = create(1);
        process = (world as TabularWorld)?.Process ?? throw new ArgumentException($"World '{world.Name}' is not tabular; train in it by cross-entropy or policy gradients.", nameof(create));
        (this.create, this.task) = (create, task);
        this.learning = (learning ?? new() { Horizon = world.Horizon ?? options?.Horizon ?? 50 }).Checked();
        options ??= new(RandomActions: .1);
        this.options = (options with { Human = options.Human ?? HumanReward.Of(task, world.Schema) }).Checked();
        Name = $"{world.Name}: Q-learning, {this.learning.Episodes} episodes of {this.learning.Horizon} steps";
    }

    public string Name { get; }

    public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default)
    {
        var run = new TrainingRun(create, task, reward, options, seed);
        using var learner = new Learner(new(process, reward, learning, new(Generator.Derive(seed, 0))), learning);
        return run.Go(learner, hopeless, cancellation);
    }

    private sealed class Learner(QLearning trainer, QLearningOptions options) : ILearner
    {
        public long Steps => trainer.Steps;

        public double Share => (double)trainer.Episodes / options.Episodes;

        public int Copies => 1;

        public IPolicy Policy => trainer.Greedy();

        public void Learn() => trainer.Episode();

        public void Dispose() => trainer.Dispose();
    }
}
