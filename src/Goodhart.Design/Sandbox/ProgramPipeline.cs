using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>The walls in their order: text limits, parse, syntax, bind, operations, meter, compile again, metadata. Later ones judge what earlier ones made.</summary>
internal sealed partial class ProgramPipeline
{
    private const int stack = 16 << 20;

    private static readonly CSharpCompilationOptions options = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true,
        concurrentBuild: false, metadataImportOptions: MetadataImportOptions.Public);

    private static readonly Lazy<MetadataReference[]> framework = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(f => Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal))
            .Select(f => MetadataReference.CreateFromFile(f)),
    ]);

    // What is the same in every program is parsed and its references are read once: a compilation that begins from another shares them.
    private static readonly SyntaxTree named = ProgramTree.Ours(ProgramTemplate.Named);
    private static readonly Lazy<CSharpCompilation> boxed = new(() => Empty([AllowedApi.Reference])), open = new(() => Empty(framework.Value));

    private readonly RewardContract contract;
    private readonly ProgramLimits limits;
    private readonly SandboxLayers layers;
    private readonly CancellationToken stop;
    private readonly string text;

    private ProgramPipeline(string text, RewardContract contract, ProgramLimits limits, SandboxLayers layers, CancellationToken stop) =>
        (this.text, this.contract, this.limits, this.layers, this.stop) = (text, contract, limits, layers, stop);

    /// <summary>Compiles on a thread with a large stack, and gives up when the clock has run out.</summary>
    public static (ProgramImage?, IReadOnlyList<RewardDiagnostic>) Run(string text, RewardContract contract, ProgramLimits limits, SandboxLayers layers)
    {
        if (layers.HasFlag(SandboxLayers.Text) && TextLimits.Check(text, limits) is { } refused) return (null, [refused]);
        text = Plain(text);
        using var clock = new CancellationTokenSource(TimeSpan.FromSeconds(limits.Seconds));
        var late = new RewardDiagnostic("RP0011", SandboxLayer.Text, 1, 1, $"Compiling took longer than {limits.Seconds:G} s.", "Write a simpler program.");
        (ProgramImage?, IReadOnlyList<RewardDiagnostic>) made = (null, [late]);
        var stop = clock.Token;
        var worker = new Thread(() => made = Guarded(() => new ProgramPipeline(text, contract, limits, layers, stop).Compile(), late), stack) { IsBackground = true, Name = "reward compiler" };
        worker.Start();
        return worker.Join(TimeSpan.FromSeconds(limits.Seconds + 2)) ? made : (null, [late]);
    }

    /// <summary>The text without what is accepted and means nothing; every character keeps its place.</summary>
    public static string Plain(string text) =>
        Usings().Replace(Floats().Replace(text, "${number}d"), m => string.Concat(m.Value.Select(c => c == '\n' ? c : ' ')));

    private static CSharpCompilation Empty(MetadataReference[] references) =>
        CSharpCompilation.Create("reward", [ProgramTree.Ours(ProgramTemplate.Usings)], references, options);

    private static (ProgramImage?, IReadOnlyList<RewardDiagnostic>) Guarded(Func<(ProgramImage?, IReadOnlyList<RewardDiagnostic>)> compile, RewardDiagnostic late)
    {
        try
        {
            return compile();
        }
        catch (OperationCanceledException)
        {
            return (null, [late]);
        }
        catch (Exception failure)
        {
            return (null, [new("RP0012", SandboxLayer.Text, 1, 1, $"The compiler gave up: {failure.Message}", "Write a simpler program.")]);
        }
    }

    private (ProgramImage?, IReadOnlyList<RewardDiagnostic>) Compile()
    {
        var tree = ProgramTree.Parse(text, stop);
        var broken = tree.Tree.GetDiagnostics(stop);
        if (layers.HasFlag(SandboxLayers.Syntax) && SyntaxRules.Check(tree) is { Count: > 0 } unlisted) return (null, unlisted);
        if (CompilerMessages.Of(tree, broken, null) is { Count: > 0 } errors) return (null, errors);
        var (entry, missing) = EntryPoint.Find(tree);
        if (entry is null) return (null, [missing!]);
        var domain = ProgramTree.Ours(ContractSource.Of(contract));
        var compilation = Compilation([tree.Tree, domain, named]);
        var model = compilation.GetSemanticModel(tree.Tree);
        if (CompilerMessages.Of(tree, model.GetDiagnostics(cancellationToken: stop), model) is { Count: > 0 } unbound) return (null, unbound);
        if (layers.HasFlag(SandboxLayers.Syntax) && OperationRules.Check(tree, model, layers.HasFlag(SandboxLayers.Api)) is { Count: > 0 } operations) return (null, operations);
        var names = ProgramNames.Of(tree, model, limits);
        return names.Findings.Count > 0 ? (null, names.Findings) : Emit(tree, model, names, domain, entry);
    }

    private (ProgramImage?, IReadOnlyList<RewardDiagnostic>) Emit(ProgramTree tree, SemanticModel model, ProgramNames names, SyntaxTree domain, MethodDeclarationSyntax entry)
    {
        var metering = new Metering(model, names, layers.HasFlag(SandboxLayers.Fuel));
        var metered = ProgramTree.Changed(metering.Visit(tree.Root));
        var parameters = entry.ParameterList.Parameters.Count;
        using var stream = new MemoryStream();
        var emitted = Compilation([metered, domain, ProgramTree.Ours(ProgramTemplate.Slotted(limits, parameters))]).Emit(stream, cancellationToken: stop);
        if (!emitted.Success)
        {
            var why = emitted.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error).GetMessage(null);
            return (null, [new("RP0013", SandboxLayer.Fuel, 1, 1, $"The program cannot be metered: {why}", "Write it in a simpler way.")]);
        }

        var image = stream.ToArray();
        string[] types = ["<Module>", "Parts", "Memory", "__Program", "__Entry", .. domain.GetRoot(stop).DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(t => t.Identifier.Text)];
        if (layers.HasFlag(SandboxLayers.Metadata) && MetadataRules.Check(image, types, layers.HasFlag(SandboxLayers.Api)) is { Count: > 0 } findings)
            return (null, [.. findings.Take(20).Select(f => At(tree, f))]);
        return (new(image, names.Components, names.Memories, parameters == 5, metering.Allocates || !layers.HasFlag(SandboxLayers.Syntax), layers), []);
    }

    private static RewardDiagnostic At(ProgramTree tree, MetadataFinding finding)
    {
        var method = tree.Program.DescendantNodes().OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.Text == finding.Method);
        return tree.Finding(finding.Id, SandboxLayer.Metadata, (method?.Identifier ?? tree.Program.Identifier).GetLocation(), finding.Message, finding.Suggestion);
    }

    private CSharpCompilation Compilation(SyntaxTree[] trees) => (layers.HasFlag(SandboxLayers.Api) ? boxed : open).Value.AddSyntaxTrees(trees);

    /// <summary>Directives that are true anyway, before the first member; they become blanks, so that lines stay.</summary>
    [GeneratedRegex(@"\A(?:\s*using[ \t]+System;)+")]
    private static partial Regex Usings();

    /// <summary>1.5f is meant as 1.5; a column stays a column.</summary>
    [GeneratedRegex(@"(?<![\w.])(?<number>(?:\d+\.?|\d*\.\d+)(?:[eE][+-]?\d+)?)[fF](?!\w)")]
    private static partial Regex Floats();
}
