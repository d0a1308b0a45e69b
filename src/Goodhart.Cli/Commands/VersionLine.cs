using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Goodhart.Cli;

/// <summary>One line: version, commit, runtime, system.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(VersionLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        parseResult.InvocationConfiguration.Output.WriteLine($"goodhart {version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
        return ExitCode.Fine;
    }
}
