using System.Text.Json;
using Goodhart.Audit;
using Goodhart.Optimization;
using Goodhart.Runs;

namespace Goodhart.Studies;

/// <summary>One sampled arm at one seed: trains, measures along the way, and can be killed and continued at any point.</summary>
internal sealed class SampledRun(Study study, Arm.Sampled arm, int index, Reference reference, RunSection section)
{
    private static readonly TimeSpan saveEvery = TimeSpan.FromSeconds(30);

    private readonly List<Checkpoint> path = [];

    /// <summary>Arm and seed, as progress and folders show it.</summary>
    public string Job => $"{arm.Name}, seed {index + 1}";

    /// <summary>Continues from the section's newest checkpoint, or begins; writes the evidence of this arm and seed when it is whole.</summary>
    public void Go(Dictionary<string, ArmEvidence[]> evidence, IProgress<StudyProgress>? progress, CancellationToken cancellation)
    {
        var seed = Generator.Derive(study.Seed, (ulong)index);
        var options = (arm.Training ?? new()) with { Discount = study.Gamma };
        var held = Holding(seed);
        using var release = held as IDisposable;
        using var trainer = new PolicyGradientTrainer(study.World(arm.Copies), study.Proxy, options, seed, held is null ? [] : [held], study.Base as IDistributionPolicy);
        section.Resume(reader => Load(reader, trainer));
        var saved = TimeProvider.System.GetTimestamp();
        while (path.Count < study.Checkpoints)
        {
            var due = arm.Steps * (path.Count + 1) / study.Checkpoints;
            while (trainer.Steps < due)
            {
                if (cancellation.IsCancellationRequested || TimeProvider.System.GetElapsedTime(saved) > saveEvery)
                {
                    section.SaveCheckpoint(trainer.Steps, writer => Save(writer, trainer));
                    saved = TimeProvider.System.GetTimestamp();
                }

                if (cancellation.IsCancellationRequested) return;

                Log(trainer.Iterate());
                progress?.Report(new(Job, Math.Min(1, (double)trainer.Steps / arm.Steps), $"{trainer.Steps:N0} steps"));
            }

            path.Add(Measure(trainer));
            section.SaveCheckpoint(trainer.Steps, writer => Save(writer, trainer));
        }

        progress?.Report(new(Job, 1, "measured"));
        evidence[arm.Name][index] = new(arm.Name, DistanceName, reference.Sampled[index].At(Reference.Label, 0, 0), path,
            reference.CorrelationOf(index, seed), MassOutside(trainer));
    }

    // On a finite process the distance is exact; elsewhere it is the divergence of actions where the base has a distribution, else the steps taken.
    private string DistanceName => reference.Exact is not null ? DistanceNames.SqrtChiSquared
        : study.Base is IDistributionPolicy ? DistanceNames.Kl
        : "environment steps";

    private Checkpoint Measure(PolicyGradientTrainer trainer)
    {
        var returns = Reference.Returns(study, trainer.Policy, index, default);
        return returns.At($"step {trainer.Steps:N0}", trainer.Steps, Distance(trainer));
    }

    private double Distance(PolicyGradientTrainer trainer)
    {
        if (Exactly(trainer) is { } exact) return exact.Divergence.SqrtChiSquared;
        return study.Base is IDistributionPolicy known
            ? ActionDistance.Kl(study.World, trainer.Policy, known, Math.Min(study.Episodes, 64), Reference.EpisodeSeed(study, index))
            : trainer.Steps;
    }

    private double MassOutside(PolicyGradientTrainer trainer) => Exactly(trainer)?.Divergence.MassOutside ?? 0;

    private ExactReturn? Exactly(PolicyGradientTrainer trainer) => reference.Exact is { } start
        ? Audit.Measure.Exact(study.Process!, trainer.Policy.Tabulate(study.Process!), study.Proxy, study.Truth, study.Gamma, start.Occupancy) : null;

    private IRegulariser? Holding(ulong seed)
    {
        var weight = reference.WeightOf(arm)!.Value;
        return arm.Hold switch
        {
            Hold.None => null,
            Hold.ActionKl => new ActionDivergence(Reference.Distribution(study, arm), ActionDivergenceKind.Kl, weight),
            Hold.ActionChiSquared => new ActionDivergence(Reference.Distribution(study, arm), ActionDivergenceKind.ChiSquared, weight),
            _ => new OccupancyPenalty(study.Base, study.World(arm.Copies), Occupancy(weight), Generator.Derive(seed, 1)),
        };
    }

    private OccupancyOptions Occupancy(double weight)
    {
        var options = (arm.Occupancy ?? new()) with { Lambda = weight };
        return arm.Hold switch
        {
            Hold.OccupancyKl => options with { Kind = OccupancyKind.Kl },
            Hold.OccupancyChiSquared => options with { Kind = OccupancyKind.ChiSquared },
            Hold.OccupancyTotalVariation => options with { Kind = OccupancyKind.TotalVariation },
            Hold.StateOccupancySqrtChiSquared => options with { Kind = OccupancyKind.SqrtChiSquared, Ratio = (options.Ratio ?? new()) with { StateOnly = true } },
            _ => options with { Kind = OccupancyKind.SqrtChiSquared },
        };
    }

    private void Log(TrainingStep step)
    {
        foreach (var metric in step.Metrics()) section.Metrics.Add(step.Steps, metric.Tag, metric.Value);
    }

    private void Save(BinaryWriter writer, PolicyGradientTrainer trainer)
    {
        writer.Write(JsonSerializer.Serialize(path, RunRecord.Json));
        trainer.Save(writer);
    }

    private void Load(BinaryReader reader, PolicyGradientTrainer trainer)
    {
        path.AddRange(JsonSerializer.Deserialize<List<Checkpoint>>(reader.ReadString(), RunRecord.Json)!);
        trainer.Load(reader);
    }
}
