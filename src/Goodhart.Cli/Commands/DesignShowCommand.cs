using System.CommandLine;

namespace Goodhart.Cli;

/// <summary><c>goodhart design show</c>.</summary>
internal static class DesignShowCommand
{
    private const string Examples = """
        Examples:
          goodhart design show runs/20260102-030405-design-key-door
          goodhart design show runs/20260102-030405-design-key-door --program     The best program alone, to be redirected to a file.

        Writes report.html into the folder: the tree of candidates, curves, programs and their differences. A run that still goes on may be looked at.
        """;

    public static Command Create(Screen screen)
    {
        Argument<string> folder = new("folder") { Description = "The run's folder." };
        Option<bool> program = new("--program") { Description = "Print the program that was picked and nothing else." };
        var json = Given.Json();
        var command = new TaughtCommand("show", "Draw a design's lineage: tree, curves, programs, differences.", Examples) { folder, program, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            var lineage = DesignReportFile.Read(path);
            if (parsed.GetValue(program))
            {
                screen.Out.Write(DesignReportFile.Picked(lineage, path));
                return ExitCode.Fine;
            }

            var report = DesignReportFile.Write(path);
            if (parsed.GetValue(json)) Json.Write(screen, lineage);
            else DesignTables.Print(screen, lineage, report);
            return ExitCode.Fine;
        });
        return command;
    }
}
