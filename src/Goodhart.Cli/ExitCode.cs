namespace Goodhart.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Fine = 0, Unexpected = 1, BadInput = 2, VerdictReached = 3, Interrupted = 130;
}
