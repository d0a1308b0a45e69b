namespace Goodhart.Runs;

/// <summary>Where a run writes: whole files appear atomically or not at all.</summary>
/// <param name="create">Opens a new file for writing; tests hand in streams that fail.</param>
internal sealed class Disk(Func<string, Stream> create)
{
    /// <summary>Suffix of a file that is not whole yet; whoever opens the folder next deletes it.</summary>
    public const string Unfinished = ".tmp";

    public static readonly Disk Real = new(path => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read));

    /// <summary>Opens a file that is appended to; the caller keeps its tail whole.</summary>
    public Stream Append(string path, string kept)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RunFolderException.Writing(path, e, kept);
        }
    }

    /// <summary>Writes beside the file, flushes to the device and renames, so that a reader sees the old file or the new one.</summary>
    /// <exception cref="RunFolderException">The disk is full or the folder unwritable; what was at <paramref name="path"/> is untouched.</exception>
    public void Replace(string path, Action<Stream> write, string kept)
    {
        var beside = path + Unfinished;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var stream = create(beside))
            {
                write(stream);
                Flush(stream);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e)
        {
            Discard(beside);
            if (e is (IOException and not RunFolderException) or UnauthorizedAccessException) throw RunFolderException.Writing(path, e, kept);
            throw;
        }
    }

    /// <summary>Hands everything to the device, not only to the system's cache.</summary>
    public static void Flush(Stream stream)
    {
        if (stream is FileStream file) file.Flush(flushToDisk: true);
        else stream.Flush();
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report.
        }
    }
}
