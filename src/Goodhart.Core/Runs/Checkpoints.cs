using System.Globalization;

namespace Goodhart.Runs;

/// <summary>The checkpoints of a section: <c>checkpoints/&lt;step&gt;.ckpt</c>, the last few kept.</summary>
internal sealed class Checkpoints(string folder, Disk disk, Func<string> record, Action<string> notice)
{
    private const string Extension = ".ckpt";

    private string Kept => Files(folder) is [.., var last] ? $"Checkpoint {last.Step} and older ones are intact." : "There was no checkpoint yet.";

    /// <exception cref="RunFolderException">Disk full or folder unwritable; older checkpoints are intact.</exception>
    public void Save(long step, Action<BinaryWriter> write, int keep)
    {
        Ensure.NotNegative(step);
        disk.Replace(Path.Combine(folder, step.ToString(CultureInfo.InvariantCulture) + Extension), s => CheckpointFile.Write(s, step, record(), write), Kept);
        foreach (var old in Files(folder).SkipLast(keep)) File.Delete(old.Path);
    }

    /// <summary>The newest checkpoint that is whole; each damaged one on the way is noted.</summary>
    public SavedCheckpoint? Latest()
    {
        foreach (var checkpoint in Files(folder).Reverse())
        {
            try
            {
                if (CheckpointFile.Verify(checkpoint.Path).Step == checkpoint.Step) return checkpoint;
                notice($"Checkpoint '{checkpoint.Path}' is not usable: its name is not its step.");
            }
            catch (RunFolderException e)
            {
                notice(e.Message);
            }
        }

        return null;
    }

    /// <summary>Removes checkpoints newer than the one a run goes on from, damaged ones for the most part, so that they are never mistaken for its future.</summary>
    public void DropAfter(long step)
    {
        foreach (var checkpoint in Files(folder).Where(c => c.Step > step)) File.Delete(checkpoint.Path);
    }

    /// <summary>Checkpoint files by step, whole or not.</summary>
    public static IReadOnlyList<SavedCheckpoint> Files(string folder) => !Directory.Exists(folder) ? [] :
        [.. Directory.GetFiles(folder, "*" + Extension)
            .Where(f => long.TryParse(Path.GetFileNameWithoutExtension(f), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(f => new SavedCheckpoint(long.Parse(Path.GetFileNameWithoutExtension(f), CultureInfo.InvariantCulture), f)).OrderBy(c => c.Step)];
}
