using System.Runtime.InteropServices;

namespace Goodhart.Models;

/// <summary>Asks the system to back a large range with 2 MB pages: fresh memory is otherwise faulted in 4 KB at a time, which takes longer than the copy itself.</summary>
internal static unsafe partial class HugePages
{
    private const nint Page = 1 << 21, Least = 4 * Page;

    private const int Advice = 14;   // MADV_HUGEPAGE

    /// <summary>A hint alone: where it is not understood nothing changes.</summary>
    public static void Ask(byte* start, long length)
    {
        if (!OperatingSystem.IsLinux() || length < Least) return;
        var (from, to) = (((nint)start + Page - 1) & -Page, ((nint)start + (nint)length) & -Page);
        if (from < to) _ = Advise(from, (nuint)(to - from), Advice);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
