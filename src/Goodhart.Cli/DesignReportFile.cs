using Goodhart.Audit;
using Goodhart.Design;
using Goodhart.Runs;
using Goodhart.Worlds;

namespace Goodhart.Cli;

/// <summary>The report of a design, from the lineage in its folder.</summary>
internal static class DesignReportFile
{
    private const string Pictures = "policy.png";

    /// <exception cref="BadInputException">The folder holds no design.</exception>
    public static IReadOnlyList<LineageEntry> Read(string folder)
    {
        var path = Path.Combine(folder, LineageFile.Name);
        return File.Exists(path) ? LineageFile.Read(path).Entries : throw new BadInputException($"'{folder}' holds no design: it has no {LineageFile.Name}.");
    }

    /// <summary>The program that was picked, or the best so far where the run has not ended.</summary>
    /// <exception cref="BadInputException">No program ran.</exception>
    public static string Picked(IReadOnlyList<LineageEntry> lineage, string folder)
    {
        var id = lineage.OfType<LineageEntry.Ended>().LastOrDefault()?.Picked ?? lineage.OfType<LineageEntry.RoundEnded>().LastOrDefault()?.Summary.BestSoFar;
        return lineage.OfType<LineageEntry.Written>().FirstOrDefault(w => w.Id == id) is { } written
            ? written.Text.TrimEnd() + "\n" : throw new BadInputException($"The design in '{folder}' has no program that ran.");
    }

    /// <summary>Trains once more on the program that was picked and films the policy, where its world can be looked at; the pictures stay beside the lineage.</summary>
    public static void Film(RunFolder run, DesignRequest request, DesignResult result, CancellationToken cancellation)
    {
        var world = request.World.Create(1);
        if (result.Best is not { } best || world is not IPictured) return;
        using var program = new RewardCompiler(request.Limits).Compile(best.Text, RewardContract.Of(world.Schema)).Program;
        var policy = program is null ? null : request.Training.Train(program.ToReward(), DesignOptions.FreshSeed(request.Options.Seed, 0), cancellation: cancellation).Policy;
        if (policy is null) return;
        var film = Goodhart.Worlds.Pictures.Film.Episode(world, policy, DesignOptions.FreshSeed(request.Options.Seed, 1), world.Horizon is null ? 200 : null);
        (policy as IDisposable)?.Dispose();
        run.Write(Pictures, stream => stream.Write(film.Strip()));
        run.Write("policy.gif", stream => stream.Write(film.Gif()));
    }

    /// <summary>Writes report.html into the folder.</summary>
    /// <returns>Its path.</returns>
    public static string Write(string folder)
    {
        var (path, picture) = (Path.Combine(folder, "report.html"), Path.Combine(folder, Pictures));
        ReportWriter.Write(DesignReport.Of(Read(folder), new()
        {
            Command = $"goodhart design show {folder}",
            Baselines = HumanBaseline.Read(folder) is { } human ? [new("a person's reward", human.Fitness) { IsHuman = true }] : [],
            Films = File.Exists(picture) ? [new("An episode of the policy that was trained on the program that was picked, from left to right", File.ReadAllBytes(picture))] : [],
        }), path);
        return path;
    }
}
