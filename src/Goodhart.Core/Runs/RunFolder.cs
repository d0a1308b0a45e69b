using System.Text;
using System.Text.Json;

namespace Goodhart.Runs;

/// <summary>A run on disk: what was asked (run.json), its metrics, TensorBoard events and checkpoints. One process at a time.</summary>
public sealed class RunFolder : IDisposable
{
    private const string RecordFile = "run.json";

    private readonly FileStream claim;
    private readonly Disk disk;
    private readonly TimeProvider clock;
    private readonly RunSection root;
    private readonly Dictionary<string, (string Name, RunSection Section)> sections = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock guard = new();
    private readonly List<string> notices = [];
    private string json;

    private RunFolder(string path, FileStream claim, RunRecord record, TimeProvider clock, Disk disk)
    {
        (Path, this.claim, Record, this.clock, this.disk) = (path, claim, record, clock, disk);
        json = JsonSerializer.Serialize(record, RunRecord.Json);
        root = NewSection(path);
    }

    public string Path { get; }

    /// <summary>What run.json says.</summary>
    public RunRecord Record { get; private set; }

    /// <summary>What was found damaged and skipped, one line each.</summary>
    public IReadOnlyList<string> Notices
    {
        get { lock (guard) return [.. notices]; }
    }

    public MetricLog Metrics => root.Metrics;

    /// <summary>Makes <c>root/yyyyMMdd-HHmmss-name/</c> (UTC), with a number behind it if that is taken.</summary>
    /// <exception cref="RunFolderException">The folder cannot be made.</exception>
    public static RunFolder Create(string root, string name, object options, ulong seed, TimeProvider clock) => Create(root, name, options, seed, clock, Disk.Real);

    internal static RunFolder Create(string root, string name, object options, ulong seed, TimeProvider clock, Disk disk)
    {
        var now = clock.GetUtcNow();
        var record = RunRecord.Start(name, options, seed, now);
        var wanted = System.IO.Path.Combine(System.IO.Path.GetFullPath(root), SectionName.Folder($"{now:yyyyMMdd-HHmmss}-{name.Replace('/', '-')}"));
        for (var number = 1; ; number++)
        {
            var path = number == 1 ? wanted : $"{wanted}-{number}";
            if (Directory.Exists(path) || RunLock.TryTake(path) is not { } claim) continue;
            var run = new RunFolder(path, claim, record, clock, disk);
            try
            {
                run.Save("Nothing was started.");
            }
            catch
            {
                run.Dispose();
                throw;
            }

            return run;
        }
    }

    /// <summary>Opens a run to go on with it, and clears away what a kill left half written.</summary>
    /// <exception cref="RunFolderException">No run there, another process has it, or neither run.json nor any checkpoint is readable.</exception>
    public static RunFolder Open(string path, TimeProvider? clock = null) => Open(path, clock ?? TimeProvider.System, Disk.Real);

    internal static RunFolder Open(string path, TimeProvider clock, Disk disk)
    {
        path = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(path)) throw new RunFolderException($"There is no run folder '{path}'.", path);
        if (!File.Exists(System.IO.Path.Combine(path, RecordFile)) && Rescue.Checkpoints(path).Count == 0)
            throw new RunFolderException($"'{path}' is not a run folder: it has neither {RecordFile} nor checkpoints.", path);
        var claim = RunLock.TryTake(path) ?? throw new RunFolderException($"Run folder '{path}' is in use by another process.", path);
        try
        {
            foreach (var left in Directory.GetFiles(path, "*" + Disk.Unfinished, SearchOption.AllDirectories)) File.Delete(left);
            var (record, damage) = Rescue.Record(path, System.IO.Path.Combine(path, RecordFile));
            var run = new RunFolder(path, claim, record, clock, disk);
            if (damage is not null) run.notices.Add(damage);
            return run;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>A part of the run with its own metrics, events and checkpoints, in a folder of that name; TensorBoard shows it as a line of its own.</summary>
    /// <param name="name">May hold slashes, such as <c>ppo/seed-1</c>.</param>
    /// <exception cref="ArgumentException">The name belongs to the run's own files, or to another section once it is a folder's name.</exception>
    public RunSection Section(string name)
    {
        var folder = SectionName.Folder(name);
        lock (guard)
        {
            if (!sections.TryGetValue(folder, out var known)) sections[folder] = known = (name, NewSection(System.IO.Path.Combine(Path, folder)));
            return known.Name == name ? known.Section : throw new ArgumentException($"Sections '{known.Name}' and '{name}' would share the folder '{folder}'.", nameof(name));
        }
    }

    /// <inheritdoc cref="RunSection.SaveCheckpoint"/>
    public void SaveCheckpoint(long step, Action<BinaryWriter> write, int keep = 3) => root.SaveCheckpoint(step, write, keep);

    /// <inheritdoc cref="RunSection.LatestCheckpoint"/>
    public SavedCheckpoint? LatestCheckpoint() => root.LatestCheckpoint();

    /// <inheritdoc cref="RunSection.LoadCheckpoint"/>
    public void LoadCheckpoint(SavedCheckpoint checkpoint, Action<BinaryReader> read) => root.LoadCheckpoint(checkpoint, read);

    /// <inheritdoc cref="RunSection.Resume"/>
    public long? Resume(Action<BinaryReader> read) => root.Resume(read);

    /// <summary>Writes a file of the run, such as its report, whole or not at all.</summary>
    /// <param name="name">File name within the run folder.</param>
    /// <param name="write">Writes the content.</param>
    /// <returns>The file's path.</returns>
    public string Write(string name, Action<Stream> write)
    {
        var path = System.IO.Path.Combine(Path, name);
        disk.Replace(path, write, "The file that was there before is intact.");
        return path;
    }

    /// <summary>Says in run.json that work goes on, after <see cref="Open(string, TimeProvider?)"/>.</summary>
    public void Restart()
    {
        Record = Record with { Status = RunStatus.Running, Ended = null };
        Save("The run's record is as before.");
    }

    /// <summary>Commits every metric and records how the run ended.</summary>
    public void Finish(RunStatus status)
    {
        lock (guard)
            foreach (var section in sections.Values.Select(s => s.Section).Prepend(root)) section.Metrics.Commit();
        Record = Record with { Status = status, Ended = clock.GetUtcNow() };
        Save("Metrics and checkpoints are intact.");
    }

    /// <summary>Lets go of the folder. A run that was not finished keeps the status it had: without <see cref="Finish"/> it looks as if it had been killed.</summary>
    public void Dispose()
    {
        lock (guard)
            foreach (var (_, section) in sections.Values) section.Dispose();
        root.Dispose();
        claim.Dispose();
    }

    private void Save(string kept)
    {
        json = JsonSerializer.Serialize(Record, RunRecord.Json);
        disk.Replace(System.IO.Path.Combine(Path, RecordFile), s => s.Write(Encoding.UTF8.GetBytes(json)), kept);
    }

    private RunSection NewSection(string path) => new(path, disk, clock, () => json, Note);

    private void Note(string line)
    {
        lock (guard)
            if (!notices.Contains(line)) notices.Add(line);
    }
}
