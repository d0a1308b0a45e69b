using System.CommandLine;
using System.CommandLine.Help;

namespace Goodhart.Cli;

/// <summary>The root: what the program is for and where to begin.</summary>
internal static class GoodhartCommand
{
    private const string Examples = """
        Begin here:
          goodhart run tomato                       A proxy, a held-out truth, six ways to optimise: one verdict each, and a report.
          goodhart design --world key-door          A reward program for a task, found by search, trained on and audited.
          goodhart audit scores rewardmath          How far are published reward models safe to select by? On real scores.
          goodhart papers                           Papers whose claim is checked here, beside a control that must fail.

        Your own:
          goodhart run study.yaml                   A study from a file.
          goodhart run study.yaml --world my.dll:MyWorld
          goodhart design --world my.dll:MyWorld --task "keep the floor clean" --fitness "clean floor"
          goodhart reward lint reward.cs --world my.dll:MyWorld
          goodhart audit scores scores.csv --fail-on over-optimised
          goodhart data check pairs.jsonl --against test.jsonl

        Verdicts, from harmless to harmful: improving, stalled, not-measurable, over-optimised, hacked.
        Exit codes: 0 fine, 1 unexpected error, 2 bad input, 3 a verdict at or past --fail-on or a claim that does not hold, 130 interrupted.
        A command's own help has its examples: goodhart run --help
        """;

    public static RootCommand Create(Screen screen)
    {
        var root = new RootCommand("Optimise a proxy reward, and be told whether what was wanted came along.")
        {
            RunCommand.Create(screen),
            DesignCommand.Create(screen),
            RewardCommand.Create(screen),
            SandboxCommand.Create(screen),
            AuditCommand.Create(screen),
            DataCommand.Create(screen),
            PapersCommand.Create(screen),
            PaperCommand.Create(screen),
            WorldsCommand.Create(screen),
        };
        root.HelpName = "goodhart";
        var help = new Help(Examples);
        root.Options.OfType<HelpOption>().Single().Action = help;
        root.Options.OfType<VersionOption>().Single().Action = new VersionLine();
        root.SetAction(parsed => help.Invoke(parsed));
        foreach (var group in root.Subcommands.Where(c => c.Subcommands.Count > 0 && c.Action is null)) group.SetAction(parsed => help.Invoke(parsed));
        return root;
    }
}
