namespace Goodhart.Tests;

/// <summary>Where the project's own files lie, for tests that read them.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(folder => File.Exists(Path.Combine(folder, "Goodhart.slnx")))
        ?? throw new DirectoryNotFoundException($"No Goodhart.slnx above {AppContext.BaseDirectory}.");

    /// <summary>The folder of shared real data beside the checkout, or null where it is absent.</summary>
    public static string? SharedData { get; } = Above(folder => Directory.Exists(Path.Combine(folder, "shared", "data"))) is { } folder
        ? Path.Combine(folder, "shared", "data") : null;

    private static string? Above(Func<string, bool> holds)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (holds(folder)) return folder;
        return null;
    }
}
