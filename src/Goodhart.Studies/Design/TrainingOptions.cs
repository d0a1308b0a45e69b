using Goodhart.Audit;
using Goodhart.Design;

namespace Goodhart.Studies.Design;

/// <summary>How a candidate's training is measured and what it may cost.</summary>
/// <param name="Measurements">Measurements along the training, at equal shares of its budget, &gt; 0; Eureka's reflection shows about ten.</param>
/// <param name="Episodes">Episodes per measurement, at least 2; they start alike in all measurements of a training, so that these pair up.</param>
/// <param name="RandomActions">Share of actions that are drawn at random while measuring, in [0, 1]; it keeps a memorised path from passing as a skill.</param>
/// <param name="Horizon">Steps an episode counts for where the world has no horizon of its own; null where it has.</param>
/// <param name="Steps">Most environment steps of training, measuring not counted; the trainer's own budget when null.</param>
/// <param name="Time">Most wall-clock time, measuring counted; checked between pieces of training. A training cut off by it depends on the machine's speed.</param>
/// <param name="Human">Makes the reward of a person to correlate with, anew for every training; the task's own when null.</param>
/// <param name="Judging">What counts as a change; by default a verdict needs no correlation of reward and fitness under the untrained policy.</param>
/// <param name="Watch">What is noted of the trained policy's episodes in <see cref="Outcome.Episodes"/>; nothing when null.</param>
public sealed record TrainingOptions(
    int Measurements = 10, int Episodes = 64, double RandomActions = 0, int? Horizon = null, long? Steps = null, TimeSpan? Time = null,
    Func<IReward<Transitions>>? Human = null, JudgeOptions? Judging = null, EpisodeWatch? Watch = null)
{
    public JudgeOptions Judging { get; init; } = Judging ?? new(RequireCorrelation: false);

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    internal TrainingOptions Checked()
    {
        Ensure.Positive(Measurements);
        Ensure.InRange(Episodes, 2, 1_000_000);
        Ensure.InRange(RandomActions, 0, 1);
        Watch?.Checked();
        Ensure.Positive(Horizon ?? 1, nameof(Horizon));
        Ensure.Positive(Steps ?? 1, nameof(Steps));
        if (Time is { } time && time <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(Time), $"Time must be positive, was {time}.");
        return this;
    }
}
