using Goodhart.Cli;
using Spectre.Console.Testing;

namespace Goodhart.Tests;

/// <summary>One call of the command line in this process: exit code, standard output, standard error.</summary>
internal sealed record Invocation(int Code, string Out, string Err)
{
    public static Task<Invocation> Of(params string[] args) => Of(TestContext.Current.CancellationToken, args);

    public static async Task<Invocation> Of(CancellationToken cancellation, params string[] args)
    {
        using TestConsole output = new(), error = new();
        output.Profile.Width = error.Profile.Width = 120;
        var code = await App.Run(args, new Screen(output, error, live: false), cancellation);
        return new(code, Trimmed(output.Output), Trimmed(error.Output));
    }

    /// <summary>Compares with a stored text; run with GOODHART_APPROVE=1 to accept what there is now.</summary>
    public static void Snapshot(string name, string actual)
    {
        var file = Path.Combine(Repository.Root, "tests", "Goodhart.Tests", "Cli", "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable("GOODHART_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual + "\n");
        }

        Assert.True(File.Exists(file), $"No snapshot '{name}'; run the tests with GOODHART_APPROVE=1 and read what it wrote.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n").TrimEnd('\n'), actual);
    }

    private static string Trimmed(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n');
}
