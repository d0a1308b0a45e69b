namespace Goodhart.Design;

/// <summary>How the process of a program ended.</summary>
public enum WorkerEnd
{
    /// <summary>It could not be started.</summary>
    NotStarted,

    /// <summary>It ended by itself or was ended by the system: a stack overflow, an access violation, a call to exit.</summary>
    Crashed,

    /// <summary>Somebody outside killed it.</summary>
    Killed,

    /// <summary>It did not answer in time and was killed.</summary>
    TimedOut,

    /// <summary>It asked for more memory than it may have.</summary>
    Memory,

    /// <summary>It spent more processor time than it may have.</summary>
    Cpu,

    /// <summary>It answered what no worker answers, and was killed.</summary>
    Protocol,
}

/// <summary>The process that ran a program is gone; the host is not.</summary>
/// <param name="end">What it died of.</param>
/// <param name="message">The same in words.</param>
/// <param name="suggestion">What to do about it.</param>
public sealed class ProgramWorkerException(WorkerEnd end, string message, string suggestion = "") : ProgramException(message, suggestion)
{
    public WorkerEnd End { get; } = end;
}
