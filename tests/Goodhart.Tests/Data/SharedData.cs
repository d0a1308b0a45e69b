namespace Goodhart.Tests;

/// <summary>Published data that does not travel with the project; tests that need it are skipped where it is absent.</summary>
internal static class SharedData
{
    public static string Path(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, "shared", "data", relative);
            if (File.Exists(path)) return path;
        }

        Assert.Skip($"shared/data/{relative} is not here.");
        return "";
    }
}
