using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Goodhart.Tests;

/// <summary>A held-out reward is kept from optimisers by its type: the misuse is compiled here, as a user would, and fails.</summary>
public sealed class HeldOutTests
{
    private static readonly MetadataReference[] references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetFileName(path) is var name
            && (name.StartsWith("System.", StringComparison.Ordinal) || name is "Goodhart.Core.dll" or "netstandard.dll")).Select(path => MetadataReference.CreateFromFile(path))];

    [Fact]
    public void ARewardWhereARewardIsExpected_Compiles() => Assert.Empty(Errors("Train(wanted);"));

    [Fact]
    public void HoldingARewardOut_AndReadingItsName_Compiles() => Assert.Empty(Errors("var name = HeldOut<Transitions>.Of(wanted).Name;"));

    [Theory]
    [InlineData("Train(HeldOut<Transitions>.Of(wanted));", "CS1503")]                                   // cannot convert the argument
    [InlineData("Train((IReward<Transitions>)HeldOut<Transitions>.Of(wanted));", "CS0030")]             // no conversion, not even a cast
    [InlineData("var way = HeldOut<Transitions>.Of(wanted).Reward;", "CS1061")]                         // the reward within is not there
    [InlineData("HeldOut<Transitions>.Of(wanted).Evaluate(batch, scores);", "CS1929")]                  // nor can it be scored
    [InlineData("Reward.Sum(\"total\", wanted, HeldOut<Transitions>.Of(wanted));", "CS1503")]           // nor smuggled into a sum
    [InlineData("class Mine : HeldOut<Transitions> { }", "CS0509")]                                     // nor opened by inheritance
    public void AHeldOutReward_WhereAnOptimiserWouldUseIt_DoesNotCompile(string misuse, string expected) => Assert.Contains(expected, Errors(misuse));

    private static string[] Errors(string line)
    {
        var (statement, type) = line.StartsWith("class", StringComparison.Ordinal) ? ("", line) : (line, "");
        var source = $$"""
            using System;
            using Goodhart;

            {{type}}
            static class Program
            {
                static void Train(IReward<Transitions> reward) { }

                static void Use(IReward<Transitions> wanted, Transitions batch, float[] scores)
                {
                    {{statement}}
                }
            }
            """;
        var compilation = CSharpCompilation.Create("SomebodysTrainer", [CSharpSyntaxTree.ParseText(source, new(LanguageVersion.CSharp14))], references,
            new(OutputKind.DynamicallyLinkedLibrary));
        return [.. compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.Id).Distinct()];
    }
}
