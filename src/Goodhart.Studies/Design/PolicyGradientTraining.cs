using Goodhart.Design;
using Goodhart.Optimization;
using Goodhart.Worlds;

namespace Goodhart.Studies.Design;

/// <summary>Trains candidates by PPO: for worlds in which cheaper trainers find nothing.</summary>
public sealed class PolicyGradientTraining : ITraining
{
    private readonly CreateWorld create;
    private readonly DesignTask task;
    private readonly PolicyGradientOptions learning;
    private readonly TrainingOptions options;
    private readonly int copies;
    private readonly Schema schema;

    /// <param name="create">Makes the world, which restarts episodes by itself.</param>
    /// <param name="task">What is wanted.</param>
    /// <param name="learning">Of the learner; its defaults when null.</param>
    /// <param name="options">How it is measured, and the steps of training: 300 000 where it does not say.</param>
    /// <param name="copies">Copies of the world that train side by side.</param>
    public PolicyGradientTraining(CreateWorld create, DesignTask task, PolicyGradientOptions? learning = null, TrainingOptions? options = null, int copies = 64)
    {
        const long steps = 300_000;
        var world = create(1);
        (this.create, this.task, this.copies, schema) = (create, task, Ensure.Positive(copies), world.Schema);
        this.learning = learning ?? new();
        options ??= new();
        this.options = (options with { Human = options.Human ?? HumanReward.Of(task, world.Schema), Steps = options.Steps ?? steps }).Checked();
        Name = $"{world.Name}: PPO, {this.options.Steps:N0} steps";
    }

    public string Name { get; }

    public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default)
    {
        var run = new TrainingRun(create, task, reward, options, seed);
        using var learner = new Learner(this, new(create(copies), reward, learning, Generator.Derive(seed, 0)));
        return run.Go(learner, hopeless, cancellation);
    }

    private sealed class Learner(PolicyGradientTraining training, PolicyGradientTrainer trainer) : ILearner
    {
        public long Steps => trainer.Steps;

        public double Share => (double)trainer.Steps / training.options.Steps!.Value;

        public int Copies => training.copies;

        // The trainer's own policy goes on changing and is disposed with it.
        public IPolicy Policy => Trained.Copy(trainer.Policy, training.schema, training.learning);

        public void Learn() => trainer.Iterate();

        public void Dispose() => trainer.Dispose();
    }
}
