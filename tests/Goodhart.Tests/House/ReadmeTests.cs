using System.Reflection;
using Goodhart.Audit;
using Goodhart.Papers;
using Goodhart.Studies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Goodhart.Tests;

/// <summary>What README shows is compiled and run, so that it stays true.</summary>
public sealed class ReadmeTests
{
    private static readonly string path = Path.Combine(Repository.Root, "README.md");
    private static readonly string readme = File.ReadAllText(path).ReplaceLineEndings("\n");

    [Fact]
    public void TheTableOfPapers_IsTheGeneratedOne()
    {
        var table = Results.Index(Page.All).Trim();
        if (Environment.GetEnvironmentVariable("GOODHART_APPROVE") == "1")
            File.WriteAllText(path, readme.Replace($"<!-- papers:begin -->\n{Block("papers")}\n", $"<!-- papers:begin -->\n{table}\n", StringComparison.Ordinal));
        else
            Assert.Equal(table, Block("papers"));
    }

    [Fact]
    public void TheExample_RunsAsItStands_AndReachesAVerdict()
    {
        using var folder = new TempFolder();
        var code = Fenced("example").Replace("100_000", "20_000", StringComparison.Ordinal)
            .Replace("study.Run()", $"study.Run(@\"{folder.Path}\")", StringComparison.Ordinal);
        var output = Printed(code, "OwnWorld");

        Assert.Contains("proxy alone: ", output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path, "report.html", SearchOption.AllDirectories));
    }

    [Fact]
    public void TheStudyFile_TakesTheSameWorldFromAnAssembly()
    {
        using var folder = new TempFolder();
        var code = Fenced("example");
        code = "using System;\nusing System.Linq;\n" + code[..code.IndexOf("\nvar study", StringComparison.Ordinal)] + "\n" + code[code.IndexOf("public sealed class", StringComparison.Ordinal)..];
        File.WriteAllBytes(Path.Combine(folder.Path, "Vacuum.dll"), Compile(code, OutputKind.DynamicallyLinkedLibrary, "Vacuum"));
        var file = Path.Combine(folder.Path, "vacuum.yaml");
        File.WriteAllText(file, Fenced("study").Replace("100000", "8192", StringComparison.Ordinal).Replace("seeds: 2", "seeds: 1\nepisodes: 64", StringComparison.Ordinal));

        var result = StudyFile.Read(file).Build(TestContext.Current.CancellationToken).Run(folder.Path, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(["proxy alone", "held to the base"], result.Arms.Select(a => a.Name));
        Assert.All(result.Arms, arm => Assert.NotEqual(Verdict.NotMeasurable, arm.Verdict));
        Assert.True(result.Correlation.IsMeasurable, result.Correlation.Explanation);
    }

    [Fact]
    public void TheDesign_TakesOnesOwnWorldToAProgram()
    {
        using var folder = new TempFolder();
        var code = Fenced("design").Replace("Create(\"runs\"", $"Create(@\"{folder.Path}\"", StringComparison.Ordinal).Replace("new(Samples: 8, Rounds: 3)", "new(Samples: 3, Rounds: 1, FreshSeeds: 2)", StringComparison.Ordinal);
        Assert.InRange(Fenced("design").Split('\n').Length, 30, 45);
        var output = Printed(code, "OwnDesign");

        Assert.Contains("double Reward(Obs before, Act action, Obs after", output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path, "lineage.jsonl", SearchOption.AllDirectories));
    }

    [Fact]
    public void TheRewardModel_IsTrainedFromAFile_AndProbed()
    {
        using var folder = new TempFolder();
        string[] fruits = ["apple", "pear", "plum", "fig", "cherry", "quince"], tools = ["hammer", "saw", "file", "rasp", "chisel", "drill"];
        File.WriteAllLines(folder.In("pairs.jsonl"), Enumerable.Range(0, 90).Select(i =>
            $$"""{"prompt": "Name a fruit, number {{i}}.", "chosen": "{{fruits[i % 6]}} number {{i % 4}}.", "rejected": "{{tools[i * 5 % 6]}} number {{i % 4}}."}"""));
        var code = Fenced("learn").Replace("\"pairs.jsonl\"", $"@\"{folder.In("pairs.jsonl")}\"", StringComparison.Ordinal).Replace("\"helpful\"", $"@\"{folder.In("helpful")}\"", StringComparison.Ordinal);
        Assert.InRange(Fenced("learn").Split('\n').Length, 10, 25);
        var output = Printed(code, "OwnReward");

        Assert.Contains(" against ", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.In("helpful"), "model.safetensors")));
        Assert.Contains("accuracy", File.ReadAllText(Path.Combine(folder.In("helpful"), "README.md")), StringComparison.Ordinal);
    }

    /// <summary>What a program prints.</summary>
    private static string Printed(string code, string name)
    {
        var (program, before, output) = (Assembly.Load(Compile(code, OutputKind.ConsoleApplication, name)), Console.Out, new StringWriter());
        lock (Console.Out)
        {
            Console.SetOut(output);
            try
            {
                program.EntryPoint!.Invoke(null, [Array.Empty<string>()]);
            }
            finally
            {
                Console.SetOut(before);
            }
        }

        return output.ToString();
    }

    private static byte[] Compile(string code, OutputKind kind, string name)
    {
        var usings = "global using System; global using System.Linq; global using System.Collections.Generic;";
        string[] trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(usings), CSharpSyntaxTree.ParseText(code)],
            [.. trusted.Select(path => MetadataReference.CreateFromFile(path))], new(kind, nullableContextOptions: NullableContextOptions.Enable));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return stream.ToArray();
    }

    private static string Fenced(string name)
    {
        var lines = Block(name).Split('\n');
        return string.Join('\n', lines[1..^1]);
    }

    private static string Block(string name)
    {
        var (begin, end) = ($"<!-- {name}:begin -->", $"<!-- {name}:end -->");
        var start = readme.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return readme[start..readme.IndexOf(end, StringComparison.Ordinal)].Trim();
    }
}
