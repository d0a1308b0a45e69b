using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>Turns a program's text into a checked, metered, unloadable reward.</summary>
public sealed class RewardCompiler
{
    private static readonly MetadataReference[] references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is "System.Runtime.dll" or "System.Private.CoreLib.dll").Select(file => MetadataReference.CreateFromFile(file)),
        MetadataReference.CreateFromFile(typeof(RewardCompiler).Assembly.Location),
    ];

    private readonly ProgramLimits limits;
    private readonly SandboxLayers layers;

    public RewardCompiler(ProgramLimits? limits = null) : this(limits, SandboxLayers.All) { }

    internal RewardCompiler(ProgramLimits? limits, SandboxLayers layers) => (this.limits, this.layers) = (limits ?? new(), layers);

    internal SandboxLayers Layers => layers;

    /// <summary>Compiles a program for a world.</summary>
    /// <param name="text">The members of the program; see <see cref="RewardProgram"/>.</param>
    /// <param name="contract">What it may speak of.</param>
    public Compiled Compile(string text, RewardContract contract)
    {
        var tree = CSharpSyntaxTree.ParseText("using System; using Memory = Goodhart.Design.EpisodeMemory; using Goodhart.Design; public sealed class Program { " + text + "\n}");
        var entry = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.Text == "Reward");
        var count = entry?.ParameterList.Parameters.Count ?? 5;
        string[] given = ["new Obs(before)", "new Act(action)", "new Obs(after)", "parts", "memory"];
        var glue = "public static class Entry { public static double Call(double[] before, double[] action, double[] after, Goodhart.Design.Parts parts, Goodhart.Design.EpisodeMemory memory) => new Program().Reward("
            + string.Join(", ", given.Take(count)) + "); }";
        var root = tree.GetRoot();
        if (entry is not null)
            root = root.ReplaceNode(entry, entry.WithModifiers([SyntaxFactory.Token(SyntaxKind.InternalKeyword).WithTrailingTrivia(SyntaxFactory.Space)]));
        var compilation = CSharpCompilation.Create("program", [CSharpSyntaxTree.Create((CSharpSyntaxNode)root), CSharpSyntaxTree.ParseText(ContractSource.Of(contract)), CSharpSyntaxTree.ParseText(glue)],
            references, new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        if (!emitted.Success)
            return new(null, [.. emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => new RewardDiagnostic(d.Id, SandboxLayer.Api,
                d.Location.GetLineSpan().StartLinePosition.Line + 1, d.Location.GetLineSpan().StartLinePosition.Character + 1, d.GetMessage(null)))]);
        image.Position = 0;
        var context = new AssemblyLoadContext("program", isCollectible: true);
        var call = context.LoadFromStream(image).GetType("Entry")!.GetMethod("Call", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<ProgramCall>();
        string[] components = [.. root.DescendantNodes().OfType<ElementAccessExpressionSyntax>().Where(e => e.Expression.ToString() == "parts")
            .Select(e => ((LiteralExpressionSyntax)e.ArgumentList.Arguments[0].Expression).Token.ValueText).Distinct()];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n").Trim())))[..16];
        return new(new(text, hash, contract, components, count == 5, limits, call, context.Unload), []);
    }
}
