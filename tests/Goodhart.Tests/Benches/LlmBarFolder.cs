namespace Goodhart.Tests;

/// <summary>LLMBar's files, where a checkout has them.</summary>
internal static class LlmBarFolder
{
    /// <summary>The folder with Natural/ and Neighbor/ inside; skips the test if there is none.</summary>
    public static string Require()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "llmbar");
            if (Directory.Exists(data)) return data;
        }

        Assert.Skip("LLMBar's files are absent (shared/data/llmbar in a folder above).");
        return "";
    }
}
