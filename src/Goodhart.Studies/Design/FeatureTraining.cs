using Goodhart.Design;
using Goodhart.Optimization.ValueBased;
using Goodhart.Worlds;

namespace Goodhart.Studies.Design;

/// <summary>Trains candidates by Q-learning on hashed features of what is seen: for discrete worlds too large for a table.</summary>
public sealed class FeatureTraining : IContinuedTraining
{
    private readonly CreateWorld create;
    private readonly DesignTask task;
    private readonly FeatureQOptions learning;
    private readonly TrainingOptions options;

    /// <param name="create">Makes the world, whose actions are discrete.</param>
    /// <param name="task">What is wanted.</param>
    /// <param name="learning">Of the learner; its defaults when null.</param>
    /// <param name="options">How it is measured.</param>
    /// <exception cref="ArgumentException">The world's actions are no list, or the person's reward does not compile.</exception>
    public FeatureTraining(CreateWorld create, DesignTask task, FeatureQOptions? learning = null, TrainingOptions? options = null)
    {
        var world = create(1);
        if (world.Schema.Actions is not ActionSpace.Discrete) throw new ArgumentException($"World '{world.Name}' has a box of actions; Q-learning needs discrete ones.", nameof(create));
        (this.create, this.task, this.learning) = (create, task, (learning ?? new()).Checked());
        options ??= new();
        this.options = (options with { Human = options.Human ?? HumanReward.Of(task, world.Schema) }).Checked();
        Name = $"{world.Name}: Q-learning on features, {this.learning.Steps:N0} steps";
    }

    public string Name { get; }

    public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default) =>
        Continue(default, reward, seed, hopeless, cancellation).Outcome;

    /// <inheritdoc/>
    /// <remarks>Exploration begins anew; the seed's worlds and draws are others than those of the training gone on from.</remarks>
    /// <exception cref="InvalidDataException">The policy was not written by such a training.</exception>
    public Goodhart.Design.Trained Continue(ReadOnlyMemory<byte> policy, IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default)
    {
        var start = policy.IsEmpty ? null : FeatureKnowledge.Read(policy);
        var run = new TrainingRun(create, task, reward, options, seed);
        var rng = new Generator(Generator.Derive(seed, start is null ? 0 : 2 + (ulong)start.Steps));
        using var trainer = new FeatureQ(create, reward, learning, rng, start);
        var outcome = run.Go(new Learner(trainer, learning), hopeless, cancellation);
        return new(outcome, trainer.Knowledge.ToBytes());
    }

    private sealed class Learner(FeatureQ trainer, FeatureQOptions options) : ILearner
    {
        public long Steps => trainer.Steps;

        public double Share => (double)trainer.Steps / options.Steps;

        public int Copies => options.Copies;

        public IPolicy Policy => trainer.Greedy();

        public void Learn() => trainer.Step();

        public void Dispose() => trainer.Dispose();
    }
}
