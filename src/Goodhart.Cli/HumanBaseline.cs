using System.Text.Json;
using Goodhart.Design;
using Goodhart.Runs;
using Goodhart.Statistics;

namespace Goodhart.Cli;

/// <summary>The fitness of the reward a person wrote, on the very seeds on which finalists are evaluated.</summary>
/// <param name="Values">One per fresh seed.</param>
internal sealed record HumanBaseline(IReadOnlyList<double> Values)
{
    private const string File = "human.json";

    public Interval Fitness => StudentT.Mean([.. Values]);

    /// <summary>Trains on the task's human reward and keeps what came out beside the lineage; null where the task has none.</summary>
    public static HumanBaseline? Measure(DesignRequest request, RunFolder run, CancellationToken cancellation)
    {
        if (Read(run.Path) is { } known) return known;
        if (request.Task.HumanReward is not { } text) return null;
        using var program = new RewardCompiler(request.Limits).Compile(text, RewardContract.Of(request.World.Create(1).Schema)).Program;
        if (program is null) return null;
        var values = new double[request.Options.FreshSeeds];
        Parallel.For(0, values.Length, new() { MaxDegreeOfParallelism = request.Parallel, CancellationToken = cancellation },
            i => values[i] = request.Training.Train(program.ToReward(), DesignOptions.FreshSeed(request.Options.Seed, i), cancellation: cancellation).Fitness);
        var measured = new HumanBaseline(values);
        run.Write(File, stream => JsonSerializer.Serialize(stream, measured));
        return measured;
    }

    public static HumanBaseline? Read(string folder)
    {
        var path = Path.Combine(folder, File);
        return System.IO.File.Exists(path) ? JsonSerializer.Deserialize<HumanBaseline>(System.IO.File.ReadAllBytes(path)) : null;
    }
}
