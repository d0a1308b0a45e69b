using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Goodhart.Cli;

/// <summary>The usual help, then examples.</summary>
internal sealed class Help(string rootExamples) : SynchronousCommandLineAction
{
    private readonly HelpAction usual = new() { MaxWidth = 110 };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command is TaughtCommand taught ? taught.Examples : rootExamples;
        parseResult.InvocationConfiguration.Output.WriteLine(examples.TrimEnd());
        return ExitCode.Fine;
    }
}
