using System.Text.Json.Serialization;
using Goodhart.Audit;
using Goodhart.Worlds;

namespace Goodhart.Design;

/// <summary>Trains a policy on a candidate reward and measures it by a fitness that the reward's writer never sees as code.</summary>
public interface ITraining
{
    /// <summary>World, trainer and budget in a few words, for the lineage.</summary>
    string Name { get; }

    /// <summary>The same reward and seed give the same outcome. Several may run at once, each with a reward object of its own.</summary>
    /// <param name="reward">What the policy is trained on.</param>
    /// <param name="seed">Of the trainer, the world and the episodes that are measured.</param>
    /// <param name="hopeless">Asked at every measurement with (share of the budget used, best fitness so far); true stops the training early.</param>
    /// <param name="cancellation">Stops between two measurements.</param>
    Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default);
}

/// <summary>What came of a candidate's training.</summary>
/// <param name="Fitness">Highest fitness measured during training (Eureka's F; optimistic).</param>
/// <param name="LastFitness">Fitness of the policy at the end.</param>
/// <param name="Success">Success rate at the end; null where the task knows no success.</param>
/// <param name="Curves">Measurements along the way: "task_score" (the fitness), "total", every component by its name, each the mean per episode.</param>
/// <param name="HumanCorrelation">Pearson's r between the means of this reward and of the human one along the training; null without a human reward.</param>
/// <param name="Judgement">The audit's verdict on the trained policy: did fitness come along with the reward?</param>
/// <param name="Steps">Environment steps that were spent.</param>
/// <param name="StoppedEarly">The training was given up as hopeless.</param>
public sealed record Outcome(
    double Fitness, double LastFitness, double? Success, IReadOnlyList<TrackedCurve> Curves, double? HumanCorrelation, Judgement Judgement, long Steps, bool StoppedEarly = false)
{
    /// <summary>Reserved names of curves.</summary>
    public const string TaskScore = "task_score", Total = "total";

    /// <summary>The policy at the end, to be drawn or compared; it stays with the process that trained it.</summary>
    [JsonIgnore]
    public IPolicy? Policy { get; init; }

    /// <summary>How the policy's episodes ended, where the training watches them; null where it does not.</summary>
    public EpisodeDigest? Episodes { get; init; }
}

/// <summary>A number followed along a training.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Steps">Environment steps at each measurement.</param>
/// <param name="Values">Its values.</param>
public sealed record TrackedCurve(string Name, IReadOnlyList<long> Steps, IReadOnlyList<double> Values);
