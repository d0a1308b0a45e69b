using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>Where a command writes: results to standard output, progress and errors to standard error.</summary>
/// <param name="output">Tables and text of the result.</param>
/// <param name="error">Progress, notices and errors.</param>
/// <param name="live">Standard error is a terminal that can redraw progress bars.</param>
internal sealed class Screen(IAnsiConsole output, IAnsiConsole error, bool live)
{
    /// <summary>Columns assumed where the output is not a terminal, so that tables in files are not folded.</summary>
    private const int WidthOfFiles = 160;

    public IAnsiConsole Output => output;

    public IAnsiConsole Error => error;

    public bool Live => live;

    /// <summary>Standard output without wrapping or styles, for JSON.</summary>
    public TextWriter Out => output.Profile.Out.Writer;

    /// <summary>Standard error without wrapping or styles.</summary>
    public TextWriter Err => error.Profile.Out.Writer;

    public static Screen OfThisProcess()
    {
        Console.OutputEncoding = new System.Text.UTF8Encoding(false);
        return new(Make(Console.Out, Console.IsOutputRedirected), Make(Console.Error, Console.IsErrorRedirected), !Console.IsErrorRedirected);
    }

    /// <summary>One line on standard error, and the exit code that goes with it.</summary>
    public int Fail(string line, int code)
    {
        if (live) error.MarkupLineInterpolated($"[red]goodhart:[/] {line}");
        else Err.WriteLine($"goodhart: {line}");
        Err.Flush();
        return code;
    }

    /// <summary>A line of the result, not folded: a terminal folds by itself, and a file should not be.</summary>
    public void Line(string line) => Out.WriteLine(line);

    private static IAnsiConsole Make(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected) console.Profile.Width = WidthOfFiles;
        return console;
    }
}
