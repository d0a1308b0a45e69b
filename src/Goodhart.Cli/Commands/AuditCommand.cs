using System.CommandLine;

namespace Goodhart.Cli;

/// <summary><c>goodhart audit …</c>: judges what exists already.</summary>
internal static class AuditCommand
{
    public static Command Create(Screen screen) => new TaughtCommand("audit", "Judge scores or rewards that exist already, without training anything.", """
        Examples:
          goodhart audit scores rewardmath
          goodhart audit scores scores.jsonl
          goodhart audit mismatch runs.csv
        """)
    {
        AuditScoresCommand.Create(screen),
        AuditMismatchCommand.Create(screen),
    };
}
