using System.CommandLine;
using Goodhart.Design;

namespace Goodhart.Cli;

/// <summary><c>goodhart sandbox …</c>: what the box of reward programs lets through.</summary>
internal static class SandboxCommand
{
    private const string Examples = """
        Examples:
          goodhart sandbox api                      Everything of .NET that a reward program can name, as C#.

        A program is compiled against this and nothing else: what is not there cannot be written. Behind it stand a list of allowed syntax, a check of the compiled
        program, a meter on steps, depth and memory, and checks of every score. That is defence in depth against mistakes and injected code, not a boundary against
        a determined attacker: for programs of unknown origin use --isolate process.
        """;

    public static Command Create(Screen screen)
    {
        var api = new TaughtCommand("api", "Print the interface that reward programs are compiled against, and its hash.", Examples);
        api.SetAction(_ =>
        {
            screen.Line($"// {AllowedApi.Hash}");
            screen.Out.Write(AllowedApi.Text);
            return ExitCode.Fine;
        });
        return new TaughtCommand("sandbox", "Show what the box of reward programs lets through.", Examples) { api };
    }
}
