namespace Goodhart.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("goodhart-").FullName;

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(In(name), text);
        return In(name);
    }

    /// <summary>A fresh copy of a folder, files and all.</summary>
    public string Copy(string source, string name)
    {
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var to = System.IO.Path.Combine(In(name), System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            System.IO.File.Copy(file, to);
        }

        return In(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>A clock that stands still until it is told otherwise.</summary>
internal sealed class StillClock(DateTimeOffset now) : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public StillClock() : this(Start) { }

    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
