using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Goodhart.Design;

/// <summary>How a worker is started: which file, by which runtime, under which limits, with nothing of the host's environment.</summary>
internal static class WorkerLaunch
{
    public const string FileName = "Goodhart.Worker.dll";

    /// <summary>The worker beside Goodhart.Design.dll.</summary>
    /// <exception cref="ProgramWorkerException">It is not there.</exception>
    public static string Find(string? folder = null)
    {
        folder ??= Path.GetDirectoryName(typeof(WorkerLaunch).Assembly.Location);
        if (string.IsNullOrEmpty(folder)) throw Missing("Goodhart.Design is bundled into a single file", "Publish without PublishSingleFile, so that the worker can be started.");
        var file = Path.Combine(folder, FileName);
        return File.Exists(file) && File.Exists(Path.ChangeExtension(file, ".runtimeconfig.json")) ? file
            : throw Missing($"{FileName} and its runtimeconfig.json are not in '{folder}'", "Reference Goodhart.Worker beside Goodhart.Design, so that the build puts it there.");
    }

    public static ProcessStartInfo Info(string worker, string folder, IsolationLimits limits)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        string[] command = OperatingSystem.IsWindows() ? [Runtime(), worker] : ["/bin/sh", "-c", Limits(limits.DataBytes, limits.CpuSeconds), "sh", Runtime(), worker];
        start.FileName = command[0];
        foreach (var argument in command[1..]) start.ArgumentList.Add(argument);
        Environment(start.Environment, folder, limits.HeapBytes);
        return start;
    }

    /// <summary>No core files, no file may be written, processor time with a grace in which the signal tells why, private memory.</summary>
    private static string Limits(long data, int seconds) => string.Create(CultureInfo.InvariantCulture,
        $"ulimit -c 0; ulimit -f 0; ulimit -S -t {seconds}; ulimit -H -t {seconds + 5}; ulimit -d {data / 1024} 2>/dev/null; exec \"$@\" 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-");

    private static void Environment(IDictionary<string, string?> environment, string folder, long heap)
    {
        environment.Clear();
        environment["DOTNET_GCHeapHardLimit"] = heap.ToString("X", CultureInfo.InvariantCulture);
        environment["DOTNET_gcServer"] = "0";
        environment["DOTNET_EnableDiagnostics"] = "0";          // no debugger's pipe to find
        environment["DOTNET_EnableWriteXorExecute"] = "0";      // doubles its mappings through a file, and no file may be written
        environment["TMPDIR"] = folder;
        if (OperatingSystem.IsWindows()) environment["SystemRoot"] = System.Environment.GetEnvironmentVariable("SystemRoot");   // sockets and random numbers need it
    }

    private static string Runtime()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Path.GetFileName(System.Environment.ProcessPath) == name) return System.Environment.ProcessPath!;
        var file = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(file) ? file : throw Missing($"no '{file}'", "Run the application on an installed .NET runtime instead of a bundled one.");
    }

    private static ProgramWorkerException Missing(string what, string suggestion) => new(WorkerEnd.NotStarted, $"No process for the program could be started: {what}.", suggestion);
}
