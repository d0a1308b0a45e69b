namespace Goodhart.Tests.Scores;

/// <summary>The original result files, where a checkout has them.</summary>
internal static class RewardMathFolder
{
    /// <summary>The folder with RewardMATH/ and Rewardbench/ inside; skips the test if there is none.</summary>
    public static string Require()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var results = Path.Combine(folder.FullName, "shared", "data", "rewardmath", "results");
            if (Directory.Exists(results)) return results;
        }

        Assert.Skip("RewardMATH's original result files are absent (shared/data/rewardmath/results in a folder above).");
        return "";
    }
}
