using System.Runtime.InteropServices;

namespace Goodhart.Models;

/// <summary>Hints to the system on ranges of memory: pages that are faulted in 4 KB at a time take longer than the copy itself. Where a hint is not understood nothing changes.</summary>
internal static unsafe partial class PageAdvice
{
    private const nint Large2M = 1 << 21, Small4K = 1 << 12, Least = 4 * Large2M;

    private const int HugePage = 14, PopulateRead = 22;   // MADV_HUGEPAGE, MADV_POPULATE_READ

    /// <summary>Asks for pages of 2 MB behind a large range that is about to be written.</summary>
    public static void Large(byte* start, long length)
    {
        if (length >= Least) Ask(start, length, Large2M, HugePage);
    }

    /// <summary>Maps a range of a file that is about to be read, all pages at once.</summary>
    public static void Ready(byte* start, long length) => Ask(start, length, Small4K, PopulateRead);

    private static void Ask(byte* start, long length, nint page, int advice)
    {
        if (!OperatingSystem.IsLinux()) return;
        var (from, to) = (((nint)start + page - 1) & -page, ((nint)start + (nint)length) & -page);
        if (from < to) _ = Advise(from, (nuint)(to - from), advice);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
