using System.Runtime.InteropServices;

namespace Goodhart.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks the work to stop and keep what it has, the second ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly TextWriter error;

    public Interruption(TextWriter error)
    {
        this.error = error;
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Signal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Signal)];
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Signal(PosixSignalContext context)
    {
        if (source.IsCancellationRequested) Environment.Exit(ExitCode.Interrupted);
        context.Cancel = true;
        error.WriteLine("goodhart: stopping and keeping what was computed; once more ends it at once");
        source.Cancel();
    }
}
