using System.Text.Json;

namespace Goodhart.Runs;

/// <summary>Finds what a run was even where its run.json is damaged: every checkpoint carries a copy.</summary>
internal static class Rescue
{
    public static IReadOnlyList<SavedCheckpoint> Checkpoints(string folder) =>
        [.. Directory.GetDirectories(folder, RunSection.CheckpointsFolder, SearchOption.AllDirectories).SelectMany(Runs.Checkpoints.Files)];

    /// <exception cref="RunFolderException">Neither run.json nor any checkpoint is whole.</exception>
    public static (RunRecord Record, string? Damage) Record(string folder, string file)
    {
        try
        {
            return (Parse(File.ReadAllText(file)), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            foreach (var checkpoint in Checkpoints(folder).OrderByDescending(c => File.GetLastWriteTimeUtc(c.Path)))
                if (TryCopy(checkpoint.Path) is { } record) return (record, $"'{file}' is damaged; its copy in checkpoint '{checkpoint.Path}' is used.");
            throw new RunFolderException($"'{file}' is damaged and no checkpoint of the run is whole: nothing to go on from.", file, e);
        }
    }

    private static RunRecord? TryCopy(string path)
    {
        try
        {
            return Parse(CheckpointFile.Verify(path).Record);
        }
        catch (Exception e) when (e is RunFolderException or JsonException)
        {
            return null;
        }
    }

    private static RunRecord Parse(string json) => JsonSerializer.Deserialize<RunRecord>(json, RunRecord.Json) is { Name: not null, Options.ValueKind: not JsonValueKind.Undefined } record
        ? record : throw new JsonException("not a run's record");
}
