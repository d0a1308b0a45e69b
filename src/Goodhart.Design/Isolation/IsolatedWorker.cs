using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Goodhart.Design;

/// <summary>The other side: compiles one program, scores what it is sent, and ends when its host does.</summary>
internal static class IsolatedWorker
{
    public static int Run()
    {
        InheritedHandles.Close();
        Stream input = Console.OpenStandardInput(), output = Console.OpenStandardOutput();
        Console.SetOut(TextWriter.Null);
        using var asked = new BlockingCollection<(WorkerMessage Kind, byte[] Content)>();
        new Thread(() => Listen(input, asked)) { IsBackground = true }.Start();
        var work = new IsolatedWork();
        foreach (var (kind, content) in asked.GetConsumingEnumerable())
        {
            var (answer, said) = work.Answer(kind, content);
            WorkerFrame.Write(output, answer, said);
        }

        return 0;
    }

    /// <summary>A host that is gone closes the pipe, and a program that never ends must not outlive it.</summary>
    private static void Listen(Stream input, BlockingCollection<(WorkerMessage Kind, byte[] Content)> asked)
    {
        while (WorkerFrame.Read(input) is { } message) asked.Add(message);
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}

/// <summary>One program and its reward.</summary>
internal sealed class IsolatedWork
{
    private IReward<Transitions>? reward;
    private RewardProgram? program;
    private PartTrace? trace;

    public (WorkerMessage Kind, byte[] Content) Answer(WorkerMessage asked, byte[] content)
    {
        try
        {
            return asked switch
            {
                WorkerMessage.Compile => Compile(content),
                WorkerMessage.Score => (WorkerMessage.Scored, Score(content)),
                WorkerMessage.Begin => Done(memory => memory.Begin(MemoryMarshal.Read<int>(content))),
                WorkerMessage.Load => Done(memory => memory.Load(new(new MemoryStream(content)))),
                WorkerMessage.Save => (WorkerMessage.Saved, WorkerWords.Bytes(((IEpisodic)reward!).Save)),
                _ => throw new InvalidDataException($"The worker was asked {asked}."),
            };
        }
        catch (Exception thrown)
        {
            return (WorkerMessage.Threw, WorkerWords.Threw(thrown));
        }
    }

    private (WorkerMessage Kind, byte[] Content) Done(Action<IEpisodic> act)
    {
        act((IEpisodic)reward!);
        return (WorkerMessage.Done, []);
    }

    private (WorkerMessage Kind, byte[] Content) Compile(byte[] content)
    {
        var (text, contract, limits, layers) = WorkerWords.Compile(content);
        var compiled = new RewardCompiler(limits, layers).Compile(text, contract);
        if (compiled.Program is null) return (WorkerMessage.Refused, WorkerWords.Refused(compiled.Diagnostics));
        program = compiled.Program;
        reward = program.ToReward();
        trace = PartTrace.Of(reward, keep: true);
        return (WorkerMessage.Ready, WorkerWords.Ready(program));
    }

    /// <summary>// most ticks, most bytes, clipped (8 bytes each), then (1 + components, count) floats</summary>
    private byte[] Score(byte[] content)
    {
        using var batch = WorkerBatch.Read(content, program!.Contract.Schema);
        var answer = new byte[WorkerBatch.CountBytes + batch.Count * sizeof(float) * (1 + trace!.Children.Count)];
        var columns = MemoryMarshal.Cast<byte, float>(answer.AsSpan(WorkerBatch.CountBytes));
        var clipped = program.Report.Clipped;
        reward!.Score(batch, columns[..batch.Count], trace);
        for (var k = 0; k < trace.Children.Count; k++) trace.Children[k].Last.CopyTo(columns[((k + 1) * batch.Count)..]);
        var report = program.Report;
        ((ReadOnlySpan<long>)[report.Ticks, report.Bytes, report.Clipped - clipped]).CopyTo(MemoryMarshal.Cast<byte, long>(answer.AsSpan()));
        return answer;
    }
}
