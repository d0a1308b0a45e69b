using System.Globalization;
using System.Runtime.InteropServices;

namespace Goodhart.Design;

/// <summary>Closes what a worker was handed besides its pipes.</summary>
/// <remarks>A file that survived exec lacks the close-on-exec flag, and the runtime sets that flag on all of its own; so what lacks it is the host's.</remarks>
internal static class InheritedHandles
{
    private const int GetFlags = 1, CloseOnExec = 1;

    public static void Close()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var path in Directory.GetFileSystemEntries("/proc/self/fd"))
            if (int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var handle) && handle > 2 && Flags(handle, GetFlags) is var flags && flags >= 0 && (flags & CloseOnExec) == 0)
                _ = CloseOne(handle);
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Flags(int handle, int command);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int CloseOne(int handle);
}
