using System.Globalization;
using System.Text;

namespace Goodhart.Runs;

/// <summary>The claim of one process on a run folder; the system lets go of it when the process dies, however it dies.</summary>
internal static class RunLock
{
    /// <summary>Makes the folder if need be and claims it; null where another process has it.</summary>
    /// <exception cref="RunFolderException">The folder cannot be made or written.</exception>
    public static FileStream? TryTake(string folder)
    {
        var path = Path.Combine(folder, "run.lock");
        try
        {
            Directory.CreateDirectory(folder);
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            stream.SetLength(0);
            stream.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            stream.Flush();
            return stream;
        }
        catch (IOException e) when (Held(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RunFolderException.Writing(folder, e, "Nothing was started.");
        }
    }

    /// <summary>Sharing violation: ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK of flock elsewhere (11 on Linux, 35 on macOS).</summary>
    private static bool Held(IOException e) => OperatingSystem.IsWindows() ? (e.HResult & 0xffff) == 32 : e.HResult is 11 or 35;
}
