using System.Text.Json;

namespace Goodhart.Design;

/// <summary>The history of a design run: appended to as things happen, and asked before anything is paid for.</summary>
/// <remarks>Every entry is handed to the system when it is added, so a killed process loses at most the line it was writing. Safe for several threads.</remarks>
public sealed class Lineage : IDisposable
{
    private readonly FileStream? file;
    private readonly TimeProvider clock;
    private readonly Lock guard = new();
    private readonly List<LineageEntry> entries = [];
    private readonly Dictionary<string, LineageEntry> known = new(StringComparer.Ordinal);

    private Lineage(FileStream? file, TimeProvider clock) => (this.file, this.clock) = (file, clock);

    /// <summary>A lineage that is not kept, for pages and tests.</summary>
    public static Lineage InMemory(TimeProvider? clock = null) => new(null, clock ?? TimeProvider.System);

    /// <summary>Opens the lineage of a run folder, which the caller holds; a tail that a kill cut off is taken away, with a note.</summary>
    /// <exception cref="LineageException">A whole line of it cannot be read.</exception>
    public static Lineage Open(string folder, TimeProvider? clock = null)
    {
        var path = Path.Combine(folder, LineageFile.Name);
        var read = File.Exists(path) ? LineageFile.Read(path) : new([], 0, null);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.SetLength(read.Length);
        file.Seek(0, SeekOrigin.End);
        var lineage = new Lineage(file, clock ?? TimeProvider.System);
        foreach (var entry in read.Entries) lineage.Remember(entry);
        if (read.Cut is not null) lineage.Add(new LineageEntry.Note(read.Cut));
        return lineage;
    }

    /// <summary>What is in it so far, in the order of writing.</summary>
    public IReadOnlyList<LineageEntry> Entries
    {
        get { lock (guard) return [.. entries]; }
    }

    /// <summary>Appends an entry, unless one of the same identity is there.</summary>
    /// <exception cref="LineageException">A candidate of the same id is there with another program: the run that goes on is not the one that began.</exception>
    public void Add(LineageEntry entry)
    {
        lock (guard)
        {
            if (known.TryGetValue(entry.Identity, out var before))
            {
                Same(before, entry);
                return;
            }

            var stamped = entry with { At = clock.GetUtcNow() };
            file?.Write(LineageFile.Line(stamped));
            Remember(stamped);
        }
    }

    /// <summary>Hands everything to the device, not only to the system: what a power cut cannot take.</summary>
    public void Flush() => file?.Flush(flushToDisk: true);

    /// <summary>The entry of the same identity that was written before, or null.</summary>
    public T? Find<T>(string identity) where T : LineageEntry
    {
        lock (guard) return known.GetValueOrDefault(identity) as T;
    }

    /// <summary>An answer from outside, asked for once in the life of a run.</summary>
    /// <param name="key">Names the question; unique within the run.</param>
    /// <param name="ask">Asks it.</param>
    public T Decide<T>(string key, Func<T> ask)
    {
        if (Find<LineageEntry.Decided>($"decided {key}") is { } before) return before.Value.Deserialize<T>(LineageFile.Json)!;
        var answer = ask();
        Add(new LineageEntry.Decided(key, JsonSerializer.SerializeToElement(answer, LineageFile.Json)));
        return answer;
    }

    public void Dispose() => file?.Dispose();

    private void Remember(LineageEntry entry)
    {
        entries.Add(entry);
        known[entry.Identity] = entry;
    }

    private static void Same(LineageEntry before, LineageEntry now)
    {
        if (before is LineageEntry.Written was && now is LineageEntry.Written becomes && was.Program != becomes.Program)
            throw new LineageException($"Candidate {was.Id} was program {was.Program} and would now be {becomes.Program}: this run began with another request or version. Begin a new run.");
    }
}
