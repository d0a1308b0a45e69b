using System.CommandLine;
using Goodhart.Papers;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary><c>goodhart papers</c>: the pages there are, or all of them run.</summary>
internal static class PapersCommand
{
    private const string Examples = """
        Examples:
          goodhart papers                           The list.
          goodhart papers --all                     Run every page and write RESULTS.md.
          goodhart papers --all --seeds 10 --results build/RESULTS.md
        """;

    public static Command Create(Screen screen)
    {
        Option<bool> all = new("--all") { Description = "Run every page and write the results." };
        Option<string> results = new("--results") { Description = "Where --all writes its results, as Markdown.", HelpName = "file", DefaultValueFactory = _ => "RESULTS.md" };
        var (fast, seed, seeds, json, quiet) = (PaperCommand.Fast(), Given.Seed(), Given.Seeds(), Given.Json(), Given.Quiet());
        var command = new TaughtCommand("papers", "List the papers whose claims are checked here.", Examples) { all, results, fast, seed, seeds, json, quiet };
        command.SetAction((parsed, cancellation) =>
        {
            if (!parsed.GetValue(all)) return Task.FromResult(List(screen, parsed.GetValue(json)));
            var outcomes = Watch.While(screen, parsed.GetValue(quiet), progress => Page.All.Select(page =>
                PageRunner.Run(page, parsed.GetValue(seed) ?? 1, parsed.GetValue(seeds) ?? 3, parsed.GetValue(fast), progress, cancellation)).ToList());
            PageRunner.Write(parsed.GetRequiredValue(results), Results.Report(outcomes));
            if (parsed.GetValue(json)) Json.Write(screen, outcomes.Select(PageTables.Document));
            else foreach (var outcome in outcomes) PageTables.Print(screen, outcome);
            return Task.FromResult(outcomes.TrueForAll(o => o.Run.Passed) ? ExitCode.Fine : ExitCode.VerdictReached);
        });
        return command;
    }

    private static int List(Screen screen, bool json)
    {
        if (json)
        {
            Json.Write(screen, Page.All.Select(p => new { p.Slug, p.Title, p.Claim }));
            return ExitCode.Fine;
        }

        var table = new Table { Border = TableBorder.Rounded, ShowRowSeparators = true };
        table.AddColumns("page", "paper", "claim checked");
        foreach (var page in Page.All) table.AddRow(new Text(page.Slug, Color.Green), new Text(page.Title), new Text(page.Claim));
        screen.Output.Write(table);
        screen.Line("Run one: goodhart paper <page>");
        return ExitCode.Fine;
    }
}
