namespace Goodhart.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("goodhart")]
    [InlineData("run")]
    [InlineData("design")]
    [InlineData("design show")]
    [InlineData("design resume")]
    [InlineData("sandbox")]
    [InlineData("sandbox api")]
    [InlineData("reward")]
    [InlineData("reward lint")]
    [InlineData("reward test")]
    [InlineData("reward diff")]
    [InlineData("reward inform")]
    [InlineData("reward run")]
    [InlineData("reward train")]
    [InlineData("reward score")]
    [InlineData("reward bench")]
    [InlineData("reward probe")]
    [InlineData("audit")]
    [InlineData("audit scores")]
    [InlineData("papers")]
    [InlineData("paper")]
    [InlineData("worlds")]
    public async Task Help_OfEveryCommand_IsTheStoredOne(string command)
    {
        string[] path = command == "goodhart" ? [] : command.Split(' ');
        var help = await Invocation.Of([.. path, "--help"]);
        Assert.Equal((0, ""), (help.Code, help.Err));
        Invocation.Snapshot($"help-{command.Replace(' ', '-')}", help.Out);
    }

    [Fact]
    public async Task Nothing_OrAGroupAlone_ShowsItsHelp()
    {
        Assert.Equal(await Invocation.Of("--help"), await Invocation.Of());
        Assert.Equal(await Invocation.Of("audit", "--help"), await Invocation.Of("audit"));
    }

    [Fact]
    public async Task EveryExampleOfTheHelp_Parses()
    {
        var screen = new Cli.Screen(new Spectre.Console.Testing.TestConsole(), new Spectre.Console.Testing.TestConsole(), live: false);
        var root = Cli.GoodhartCommand.Create(screen);
        var lines = 0;
        foreach (var command in new[] { "", "run", "design", "design show", "design resume", "sandbox", "reward", "reward lint", "reward test", "reward diff", "reward inform", "reward run", "reward train", "reward score", "reward bench", "reward probe", "data", "data check", "data convert", "audit", "audit scores", "papers", "paper", "worlds" })
        {
            var help = await Invocation.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            foreach (var line in help.Out.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("goodhart ", StringComparison.Ordinal) && !l.Contains('[', StringComparison.Ordinal) && !l.Contains('<', StringComparison.Ordinal)))
            {
                var typed = line["goodhart ".Length..].Split("  ")[0].Split(" > ")[0];
                Assert.True(root.Parse(typed).Errors.Count == 0, line);
                lines++;
            }
        }

        Assert.True(lines > 20, $"only {lines} examples found");
    }

    [Fact]
    public async Task Version_IsOneLine()
    {
        var version = await Invocation.Of("--version");
        Assert.Equal(0, version.Code);
        Assert.StartsWith("goodhart 0.1.0", version.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', version.Out);
    }
}
