using System.Diagnostics;
using System.Text;

namespace Goodhart.Design;

/// <summary>A running worker, asked one thing at a time.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int KeptWords = 4096, SignalBase = 128, Abort = 6, Kill9 = 9, CpuSignal = 24;
    private readonly Process process;
    private readonly string folder;
    private readonly StringBuilder complaints = new();
    private readonly Stream input, output;
    private bool disposed;

    private WorkerProcess(Process process, string folder)
    {
        (this.process, this.folder) = (process, folder);
        (input, output) = (process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => disposed || process.HasExited;

    /// <summary>Processor time it has spent, by the system's account.</summary>
    public TimeSpan Spent => process.TotalProcessorTime;

    /// <exception cref="ProgramWorkerException">The system did not start it.</exception>
    public static WorkerProcess Start(IsolationLimits limits)
    {
        var worker = WorkerLaunch.Find();
        var folder = Directory.CreateTempSubdirectory("goodhart-worker-").FullName;
        try
        {
            return new(Process.Start(WorkerLaunch.Info(worker, folder, limits))!, folder);
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            Directory.Delete(folder, recursive: true);
            throw new ProgramWorkerException(WorkerEnd.NotStarted, $"No process for the program could be started: {refused.Message}.");
        }
    }

    /// <summary>Asks and waits. Whatever goes wrong with the process itself ends it.</summary>
    /// <exception cref="ProgramWorkerException">It died, did not answer in time, or answered nonsense.</exception>
    /// <exception cref="ProgramException">The program itself failed; the process lives on.</exception>
    public (WorkerMessage Kind, byte[] Content) Ask(WorkerMessage kind, ReadOnlyMemory<byte> content, TimeSpan timeout, params ReadOnlySpan<WorkerMessage> expected)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        // On a thread of the pool, so that a child that neither reads nor writes nor dies can be left waiting.
        var exchange = Task.Run(() => Exchange(kind, content));
        if (!((IAsyncResult)exchange).AsyncWaitHandle.WaitOne(timeout)) throw Ended(new(WorkerEnd.TimedOut, $"The program's process did not answer within {timeout.TotalSeconds:0} s and was killed."));
        if (exchange.Exception?.InnerException is InvalidDataException nonsense) throw Nonsense(nonsense.Message);
        if (exchange.IsFaulted || exchange.Result is not { } answer) throw Ended(Death());
        if (answer.Kind == WorkerMessage.Threw) throw Thrown(answer.Content);
        return expected.Contains(answer.Kind) ? answer : throw Nonsense($"{answer.Kind} to {kind}");
    }

    /// <summary>Kills it for having answered what no worker answers.</summary>
    public ProgramWorkerException Nonsense(string what) => Ended(new(WorkerEnd.Protocol, $"The program's process answered nonsense ({what}) and was killed.", "Treat the program as an attack."));

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the kill.
        }

        process.WaitForExit(2000);
        process.Dispose();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private (WorkerMessage Kind, byte[] Content)? Exchange(WorkerMessage kind, ReadOnlyMemory<byte> content)
    {
        WorkerFrame.Write(input, kind, content.Span);
        return WorkerFrame.Read(output);
    }

    private ProgramException Thrown(byte[] content)
    {
        try
        {
            var thrown = WorkerWords.Threw(content);
            return thrown is ProgramWorkerException died ? Ended(died) : thrown;
        }
        catch (Exception nonsense) when (nonsense is IOException or FormatException or InvalidDataException)
        {
            return Nonsense(nonsense.Message);
        }
    }

    private ProgramWorkerException Ended(ProgramWorkerException why)
    {
        Dispose();
        return why;
    }

    private ProgramWorkerException Death()
    {
        if (!process.WaitForExit(2000)) return new(WorkerEnd.Protocol, "The program's process closed its pipe and was killed.", "Treat the program as an attack.");
        process.WaitForExit();   // and for the rest of its complaints
        string words;
        lock (complaints) words = complaints.ToString();
        var first = words.Split('\n').FirstOrDefault(line => line.Length > 0) ?? "it said nothing";
        var code = process.ExitCode;
        if (code == SignalBase + CpuSignal) return new(WorkerEnd.Cpu, "The program's process spent more processor time than it may have.", "Give IsolationLimits.CpuSeconds more, or look for a loop that never ends.");
        if (words.Contains("Out of memory", StringComparison.Ordinal) || words.Contains("OutOfMemory", StringComparison.Ordinal)) return new(WorkerEnd.Memory, $"The program's process ran out of the memory it may have ({first}).");
        if (code == SignalBase + Kill9) return new(WorkerEnd.Killed, "The program's process was killed from outside (by somebody, or by the system for want of memory).");
        var how = code > SignalBase && code < SignalBase + 65 ? $"signal {code - SignalBase}{(code == SignalBase + Abort ? " (abort)" : "")}" : $"exit code {code}";
        return new(WorkerEnd.Crashed, $"The program's process ended with {how}: {first}.");
    }

    /// <summary>The first words say what happened; a stack overflow goes on for megabytes.</summary>
    private void Note(string? line)
    {
        if (line is null) return;
        lock (complaints)
            if (complaints.Length < KeptWords) complaints.Append(line.AsSpan(0, Math.Min(line.Length, 500))).Append('\n');
    }
}
