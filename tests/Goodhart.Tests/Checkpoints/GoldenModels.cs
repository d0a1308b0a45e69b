namespace Goodhart.Tests.Checkpoints;

/// <summary>The tiny checkpoints beside the checkout.</summary>
internal static class GoldenModels
{
    public static IEnumerable<TheoryDataRow<string>> Names => ["gpt2-tiny", "llama-tiny", "qwen2-tiny", "qwen3-tiny"];

    /// <summary>A model's folder; skips the test where it is absent.</summary>
    public static string Require(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var model = Path.Combine(folder.FullName, "shared", "golden", "hf", name);
            if (Directory.Exists(model)) return model;
        }

        Assert.Skip($"The tiny checkpoint shared/golden/hf/{name} is absent in every folder above.");
        return "";
    }
}
