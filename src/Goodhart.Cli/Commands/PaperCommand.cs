using System.CommandLine;
using Goodhart.Papers;
using Goodhart.Runs;

namespace Goodhart.Cli;

/// <summary><c>goodhart paper &lt;slug&gt;</c>: runs one page and shows claims and controls.</summary>
internal static class PaperCommand
{
    private const string Examples = """
        Examples:
          goodhart paper starc                      Run it: each claim with its measured value, bound and verdict.
          goodhart paper starc --fast               A smaller run of the same claims.
          goodhart paper starc --seeds 10 --json > starc.json
        """;

    public static Option<bool> Fast() => new("--fast") { Description = "A smaller run; the bounds stay as they are." };

    public static Command Create(Screen screen)
    {
        Argument<string> slug = new("page") { Description = "The page's short name, as goodhart papers lists it." };
        var (fast, seed, seeds, folder, json, quiet) = (Fast(), Given.Seed(), Given.Seeds(), Given.Out(), Given.Json(), Given.Quiet());
        var command = new TaughtCommand("paper", "Run one paper's page: its claims beside controls that must fail, and report.html.", Examples) { slug, fast, seed, seeds, folder, json, quiet };
        command.SetAction((parsed, cancellation) =>
        {
            var page = Find(parsed.GetRequiredValue(slug));
            var (first, count) = (parsed.GetValue(seed) ?? 1, parsed.GetValue(seeds) ?? 3);
            using var run = RunFolder.Create(parsed.GetRequiredValue(folder), page.Slug, new { page.Slug, Seeds = count, Fast = parsed.GetValue(fast) }, first, TimeProvider.System);
            var outcome = Watch.While(screen, parsed.GetValue(quiet), progress => PageRunner.Run(page, first, count, parsed.GetValue(fast), progress, cancellation, run));
            var report = PageRunner.Report(outcome, run, parsed.GetValue(fast));
            if (parsed.GetValue(json)) Json.Write(screen, PageTables.Document(outcome, report));
            else PageTables.Print(screen, outcome, report);
            return Task.FromResult(outcome.Run.Passed ? ExitCode.Fine : ExitCode.VerdictReached);
        });
        return command;
    }

    private static Page Find(string slug) => Page.All.FirstOrDefault(p => p.Slug == slug)
        ?? throw new BadInputException($"There is no page '{slug}'.{Nearest.Hint(slug, [.. Page.All.Select(p => p.Slug)])}");
}
