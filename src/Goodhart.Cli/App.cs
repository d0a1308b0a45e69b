using System.CommandLine.Invocation;

namespace Goodhart.Cli;

/// <summary>The whole program but for the process around it.</summary>
internal static class App
{
    public static async Task<int> Run(string[] args, Screen screen, CancellationToken cancellation)
    {
        var parsed = GoodhartCommand.Create(screen).Parse(args);
        if (parsed.Action is ParseErrorAction || ParseMistake.OptionTakenForArgument(parsed) is not null) return screen.Fail(ParseMistake.Of(parsed), ExitCode.BadInput);
        try
        {
            return await parsed.InvokeAsync(
                new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = screen.Out, Error = screen.Err }, cancellation);
        }
        catch (Exception e)
        {
            return Failure.Report(e, screen);
        }
    }
}
