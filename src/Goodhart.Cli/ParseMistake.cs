using System.CommandLine;
using System.CommandLine.Parsing;

namespace Goodhart.Cli;

/// <summary>What does not fit on a command line, in one line.</summary>
internal static class ParseMistake
{
    public static string Of(ParseResult parsed)
    {
        if ((OptionTakenForArgument(parsed) ?? (parsed.UnmatchedTokens is [var first, ..] ? first : null)) is { } token) return Unknown(parsed, token);
        var message = parsed.Errors[0].Message.ReplaceLineEndings(" ");
        return $"{message.TrimEnd('.')}{(message[^1] == '?' ? "" : ".")}{See(parsed.CommandResult.Command)}";
    }

    /// <summary>A mistyped option that an argument has swallowed: no study, page, world or score file begins with a dash.</summary>
    public static string? OptionTakenForArgument(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).FirstOrDefault(t => t.Length > 1 && t[0] == '-');

    private static string Unknown(ParseResult parsed, string token)
    {
        var command = parsed.CommandResult.Command;
        if (token[0] == '-')
            return $"Unknown option '{token}'.{Nearest.Hint(token, [.. command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(o => o.Recursive)).Select(o => o.Name).Distinct()])}{See(command)}";
        string[] commands = [.. command.Subcommands.Select(c => c.Name)];
        return commands.Length > 0 ? $"Unknown command '{token}'.{Nearest.Hint(token, commands)}{See(command)}" : $"Unknown argument '{token}'.{See(command)}";
    }

    private static string See(Command command)
    {
        var path = new List<string>();
        for (Symbol? at = command; at is Command; at = at.Parents.FirstOrDefault()) path.Insert(0, at is RootCommand ? "goodhart" : at.Name);
        return $" See {string.Join(' ', path)} --help.";
    }
}
