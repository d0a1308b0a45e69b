using System.Text.Json;
using Goodhart.Runs;

namespace Goodhart.Design;

/// <summary>Takes a design from a sentence to a reward program, its lineage and its evaluation on fresh seeds.</summary>
public static class DesignRun
{
    /// <summary>Runs a design in a folder, which stays open.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="folder">Where the lineage lies; a run that was killed there goes on.</param>
    /// <param name="progress">Told what happens; may be called from several threads.</param>
    /// <param name="cancellation">Stops cleanly: what was computed stays in the lineage.</param>
    /// <exception cref="ArgumentException">An empty task, a world without named observations, K or N below 1, a human reward that does not run.</exception>
    /// <exception cref="LineageException">The folder's lineage is of another request, or cannot be read.</exception>
    /// <exception cref="ChatFailedException">A language model could not be reached.</exception>
    public static DesignResult Run(DesignRequest request, RunFolder folder, IProgress<DesignProgress>? progress = null, CancellationToken cancellation = default)
    {
        request.Checked();
        var status = RunStatus.Failed;
        try
        {
            var result = In(request, folder.Path, progress, cancellation);
            folder.Write("result.json", stream => JsonSerializer.Serialize(stream, result, LineageFile.Json));
            // Not .cs: the project in whose folder it lies would compile it.
            if (result.Best is { } best) folder.Write("reward.csx", stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(best.Text.ReplaceLineEndings("\n").Trim() + "\n")));
            if (!result.Policy.IsEmpty) folder.Write("policy.bin", stream => stream.Write(result.Policy.Span));
            status = RunStatus.Finished;
            return result;
        }
        catch (OperationCanceledException)
        {
            status = RunStatus.Interrupted;
            throw;
        }
        finally
        {
            folder.Finish(status);
        }
    }

    /// <summary>As <see cref="Run(DesignRequest, RunFolder, IProgress{DesignProgress}?, CancellationToken)"/>, for a run that was interrupted or killed: nothing that was paid for is paid for again.</summary>
    /// <exception cref="RunFolderException">There is no such run, or another process has it.</exception>
    public static DesignResult Resume(DesignRequest request, string path, IProgress<DesignProgress>? progress = null, CancellationToken cancellation = default)
    {
        request.Checked();
        using var folder = RunFolder.Open(path);
        if (!File.Exists(Path.Combine(folder.Path, LineageFile.Name))) throw new LineageException($"'{folder.Path}' holds no design: it has no {LineageFile.Name}.");
        folder.Restart();
        return Run(request, folder, progress, cancellation);
    }

    /// <summary>Runs a design whose lineage the caller keeps, on disk or in memory.</summary>
    /// <param name="policies">Folder for trained policies; null to hold them in memory.</param>
    public static DesignResult Run(DesignRequest request, Lineage lineage, string? policies = null, IProgress<DesignProgress>? progress = null, CancellationToken cancellation = default)
    {
        request.Checked();
        var world = request.World.Create(Experience.Copies);
        var contract = RewardContract.Of(world.Schema);
        Begin(lineage, new(1, request.Designer.Name, request.World.Name, request.Task.Sentence, request.Training.Name, contract.Hash, request.Options));
        using var experience = Experience.Collect(world, Generator.Derive(request.Options.Seed, 0));
        return new DesignLoop(request, contract, experience, lineage, new(policies), progress, cancellation).Run();
    }

    /// <summary>Runs a design whose lineage and policies lie in a folder that the caller holds.</summary>
    internal static DesignResult In(DesignRequest request, string folder, IProgress<DesignProgress>? progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using var lineage = Lineage.Open(folder);
        return Run(request, lineage, Path.Combine(folder, "policies"), progress, cancellation);
    }

    private static void Begin(Lineage lineage, LineageEntry.Started now)
    {
        if (lineage.Find<LineageEntry.Started>(now.Identity) is { } before)
        {
            JsonElement was = Fields(before), becomes = Fields(now);
            foreach (var field in becomes.EnumerateObject().Where(f => f.Name != "at"))
                if (!JsonElement.DeepEquals(field.Value, was.GetProperty(field.Name)))
                    throw new LineageException($"The lineage is of another request: {field.Name} was {was.GetProperty(field.Name)}, is now {field.Value}. Begin a new run, or ask for the same.");
        }

        lineage.Add(now);
    }

    private static JsonElement Fields(LineageEntry.Started started) => JsonSerializer.SerializeToElement(started, LineageFile.Json);
}
