using Goodhart.Design;
using Goodhart.Optimization.CrossEntropy;
using Goodhart.Worlds;

namespace Goodhart.Studies.Design;

/// <summary>Trains candidates by the cross-entropy method on a small deterministic policy: for control worlds, in about a second.</summary>
public sealed class CrossEntropyTraining : ITraining
{
    private readonly CreateWorld create;
    private readonly DesignTask task;
    private readonly CrossEntropyOptions learning;
    private readonly TrainingOptions options;

    /// <param name="create">Makes the world.</param>
    /// <param name="task">What is wanted.</param>
    /// <param name="learning">Of the learner; its defaults when null.</param>
    /// <param name="options">How it is measured.</param>
    /// <exception cref="ArgumentException">The world has no observations, or the person's reward does not compile.</exception>
    public CrossEntropyTraining(CreateWorld create, DesignTask task, CrossEntropyOptions? learning = null, TrainingOptions? options = null)
    {
        var world = create(1);
        if (world.Schema.Observation.Count == 0) throw new ArgumentException($"World '{world.Name}' has no observation fields, so a policy of weights would see nothing.", nameof(create));
        (this.create, this.task) = (create, task);
        this.learning = (learning ?? new() { Horizon = options?.Horizon }).Checked();
        options ??= new();
        this.options = (options with { Human = options.Human ?? HumanReward.Of(task, world.Schema) }).Checked();
        Name = $"{world.Name}: cross-entropy, {this.learning.Generations} generations of {this.learning.Population}";
    }

    public string Name { get; }

    public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default)
    {
        var run = new TrainingRun(create, task, reward, options, seed);
        using var learner = new Learner(new(create, reward, learning, new(Generator.Derive(seed, 0))), learning);
        return run.Go(learner, hopeless, cancellation);
    }

    private sealed class Learner(CrossEntropyTrainer trainer, CrossEntropyOptions options) : ILearner
    {
        public long Steps => trainer.Steps;

        public double Share => (double)trainer.Generation / options.Generations;

        public int Copies => options.Population * options.Rollouts;

        public IPolicy Policy => trainer.Policy;

        public void Learn() => trainer.Iterate();

        public void Dispose() { }
    }
}
