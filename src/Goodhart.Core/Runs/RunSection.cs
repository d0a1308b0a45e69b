namespace Goodhart.Runs;

/// <summary>One line of work within a run, such as an arm at one seed: its metrics, its TensorBoard events and its checkpoints.</summary>
/// <remarks>A section is used from one thread at a time; different sections of a run may be used at once.</remarks>
public sealed class RunSection : IDisposable
{
    internal const string MetricsFolder = "metrics", CheckpointsFolder = "checkpoints";

    private readonly EventFiles events;
    private readonly Checkpoints checkpoints;

    internal RunSection(string path, Disk disk, TimeProvider clock, Func<string> record, Action<string> notice)
    {
        Path = path;
        events = new(path, disk, clock);
        Metrics = new(System.IO.Path.Combine(path, MetricsFolder), disk, events, notice);
        checkpoints = new(System.IO.Path.Combine(path, CheckpointsFolder), disk, record, notice);
    }

    public string Path { get; }

    public MetricLog Metrics { get; }

    /// <summary>Commits the metrics, then saves a checkpoint; both appear whole or not at all. Metrics up to this step should have been added before.</summary>
    /// <param name="step">Steps taken so far.</param>
    /// <param name="write">Writes the state.</param>
    /// <param name="keep">How many of the newest checkpoints stay.</param>
    /// <exception cref="RunFolderException">Disk full or folder unwritable; the message says what is intact.</exception>
    public void SaveCheckpoint(long step, Action<BinaryWriter> write, int keep = 3)
    {
        Ensure.Positive(keep);
        Metrics.Commit();
        checkpoints.Save(step, write, keep);
    }

    /// <summary>The newest whole checkpoint, or null. Damaged ones are skipped and noted in <see cref="RunFolder.Notices"/>.</summary>
    public SavedCheckpoint? LatestCheckpoint() => checkpoints.Latest();

    /// <summary>Reads a checkpoint's state; nothing else changes.</summary>
    /// <exception cref="RunFolderException">Damaged, or <paramref name="read"/> did not take exactly what was written.</exception>
    public void LoadCheckpoint(SavedCheckpoint checkpoint, Action<BinaryReader> read) => CheckpointFile.Read(checkpoint.Path, read);

    /// <summary>
    /// Goes on from the newest whole checkpoint: reads it, and forgets metrics, events and checkpoints after its step.
    /// Without one everything recorded is forgotten and the work starts anew.
    /// </summary>
    /// <returns>The checkpoint's step, or null where there is none.</returns>
    public long? Resume(Action<BinaryReader> read)
    {
        var checkpoint = LatestCheckpoint();
        if (checkpoint is not null) LoadCheckpoint(checkpoint, read);
        var step = checkpoint?.Step ?? -1;
        Metrics.DropAfter(step);
        checkpoints.DropAfter(step);
        return checkpoint?.Step;
    }

    public void Dispose() => events.Dispose();
}
