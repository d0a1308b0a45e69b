using System.Reflection;
using PublicApiGenerator;

namespace Goodhart.Tests;

/// <summary>
/// The public surface of every assembly, as text. A change is deliberate: run the tests with GOODHART_APPROVE=1 and commit the difference.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Goodhart.Core")]
    [InlineData("Goodhart.Worlds")]
    [InlineData("Goodhart.Chat")]
    [InlineData("Goodhart.Data")]
    [InlineData("Goodhart.Models")]
    [InlineData("Goodhart.Learning")]
    [InlineData("Goodhart.Optimization")]
    [InlineData("Goodhart.Audit")]
    [InlineData("Goodhart.Design")]
    [InlineData("Goodhart.Studies")]
    [InlineData("Goodhart.Papers")]
    public void PublicApi_IsTheApprovedOne(string assembly)
    {
        var actual = Assembly.Load(assembly).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";
        var file = Path.Combine(Repository.Root, "tests", "Goodhart.Tests", "House", "Api", assembly + ".approved.txt");
        if (Environment.GetEnvironmentVariable("GOODHART_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"No approved API for {assembly}; run the tests with GOODHART_APPROVE=1.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), actual);
    }
}
