using System.Diagnostics;
using System.Text;
using Goodhart.Data;

namespace Goodhart.Benchmarks;

/// <summary>How fast feedback is read from JSON lines, and what it costs to check it.</summary>
internal static class DataSpeed
{
    private const int Rows = 60_000;

    /// <summary>From a file of preferences to comparisons of exchanges, texts decoded and rows checked.</summary>
    public static Speed Read() => Over("reading preferences from JSON lines, 1 thread", 100, path => FeedbackFile.Read(path).Preferences().Count());

    /// <summary>Everything that a check does, near duplicates included.</summary>
    public static Speed Check() => Over("checking preferences (duplicates near and exact, agreement, what gives the better answer away), 1 thread", 20, path => (int)DataCheck.Run([path]).Rows);

    private static Speed Over(string what, double target, Func<string, int> read)
    {
        var path = Path.GetTempFileName();
        try
        {
            Write(path);
            var bytes = new FileInfo(path).Length;
            read(path);
            var rate = Speed.Median(5, () =>
            {
                var start = Stopwatch.GetTimestamp();
                var rows = read(path);
                return rows == Rows ? bytes / Stopwatch.GetElapsedTime(start).TotalSeconds : throw new InvalidOperationException($"{rows} rows were read, {Rows} were written.");
            });
            return new($"{what}, {bytes / 1e6:F0} MB", rate / 1e6, "MB/s", target);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(string path)
    {
        string[] words = ["the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "and", "then", "goes", "home", "\\n\\n", "\\\"so\\\"", "élan"];
        var rng = new Generator(1);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
        for (var i = 0; i < Rows; i++) file.Write($"{{\"prompt\":\"{Text(40)}\",\"chosen\":\"a {Text(150)}\",\"rejected\":\"b {Text(150)}\"}}\n");

        string Text(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => words[rng.NextInt(words.Length)]));
    }
}
