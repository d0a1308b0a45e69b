using Goodhart.Cli;
using Goodhart.Papers;
using Spectre.Console.Testing;

namespace Goodhart.Tests;

public sealed class PageTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private static readonly Page coin = new("coin", "A coin (2026)", "A fair coin is fair.", run =>
    {
        run.Doing("tossing");
        run.Near("share of heads", 0.5, 0.5, 0.01);
        run.AtMost("bias over seeds", run.Over(rng => 0.01), 0.05);
        run.Control("a two-headed coin is not fair", 1, share => share > 0.9, "> 0.9");
        run.Note("Exact: nothing was tossed.");
    });

    private static readonly Page wrong = new("wrong", "Wrong (2026)", "1 is at most 0.", run =>
    {
        run.AtMost("one", 1, 0);
        run.Control("control", 1, _ => true, "always");
    });

    private static PageResult Run(Page page) => PageRunner.Run(page, 1, 3, fast: true, new Watch.Told(_ => { }), TestContext.Current.CancellationToken) with { Seconds = 2 };

    [Fact]
    public void APage_IsPrintedWithClaimsAndControls()
    {
        using TestConsole output = new(), error = new();
        output.Profile.Width = 120;
        var screen = new Screen(output, error, live: false);
        PageTables.Print(screen, Run(coin), "runs/x/report.html");
        PageTables.Print(screen, Run(wrong));
        Invocation.Snapshot("pages", string.Join('\n', output.Output.Split('\n').Select(l => l.TrimEnd())).TrimEnd('\n'));
    }

    [Fact]
    public void AResultsFile_IsWrittenWhole()
    {
        var path = temp.In("a/RESULTS.md");
        PageRunner.Write(path, Results.Report([Run(coin)]));
        Assert.Contains("## coin: holds", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.StartsWith("Cannot write '", Assert.Throws<BadInputException>(() => PageRunner.Write(Path.Combine(path, "b"), "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ProgressInALog_IsALinePerQuarter_AndPerNewMessage()
    {
        var writer = new StringWriter();
        var lines = new Watch.Lines(writer);
        lines.Report(new("page", 0, "first"));
        lines.Report(new("page", 0, "first"));
        lines.Report(new("page", 0, "second"));
        for (var i = 1; i <= 100; i++) lines.Report(new("arm", i / 100.0, $"{i} steps"));
        Assert.Equal("page: first\npage: second\narm: 1 steps\narm: 25 % 25 steps\narm: 50 % 50 steps\narm: 75 % 75 steps\narm: 100 % 100 steps\n", writer.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Failures_HaveTheirCodeAndOneLine()
    {
        (Exception Failure, int Code, string Line)[] cases =
        [
            (new ArgumentOutOfRangeException("steps", "steps must be positive,\nwas 0."), 2, "goodhart: steps must be positive, was 0."),
            (new Runs.RunFolderException("Cannot write 'x': full.", "x"), 2, "goodhart: Cannot write 'x': full."),
            (new OperationCanceledException(), 130, "goodhart: Interrupted."),
            (new AggregateException(new BadInputException("No.")), 2, "goodhart: No."),
            (new InvalidOperationException("state"), 1, "goodhart: Unexpected InvalidOperationException: state (GOODHART_DEBUG=1 shows where)"),
        ];
        foreach (var (failure, code, line) in cases)
        {
            using TestConsole output = new(), error = new();
            Assert.Equal(code, Failure.Report(failure, new Screen(output, error, live: false)));
            Assert.Equal(("", line), (output.Output, error.Output.TrimEnd('\n')));
        }
    }
}
