using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>The compiler's errors in plain words, with the names that exist and what to write instead.</summary>
internal static class CompilerMessages
{
    /// <summary>A warning that is an error here: a switch that may fall through would end the program at run time.</summary>
    private const string notExhaustive = "CS8509";

    public static IReadOnlyList<RewardDiagnostic> Of(ProgramTree tree, IEnumerable<Diagnostic> diagnostics, SemanticModel? model) =>
    [
        .. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error || d.Id == notExhaustive).Where(d => d.Location.SourceTree == tree.Tree)
            .OrderBy(d => d.Location.SourceSpan.Start).Take(20).Select(d => Of(tree, d, model)).DistinctBy(d => (d.Id, d.Line, d.Message)),
    ];

    private static RewardDiagnostic Of(ProgramTree tree, Diagnostic diagnostic, SemanticModel? model)
    {
        var node = tree.Root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var (message, suggestion) = Explain(diagnostic, node, model);
        return tree.Finding(diagnostic.Id, SandboxLayer.Api, diagnostic.Location, message, suggestion);
    }

    private static (string Message, string Suggestion) Explain(Diagnostic diagnostic, SyntaxNode node, SemanticModel? model)
    {
        var said = diagnostic.GetMessage(null).Replace("__Program", "the program", StringComparison.Ordinal);
        return diagnostic.Id switch
        {
            "CS0103" or "CS0841" => (said, Unknown(node, model)),
            "CS1061" or "CS0117" when model is not null && node is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name => Member(access, name.Identifier.Text, model, said),
            "CS1061" or "CS0117" when model is not null && node is MemberAccessExpressionSyntax access => Member(access, access.Name.Identifier.Text, model, said),
            "CS0029" or "CS0266" => (said, said.Contains("'double' to 'int'", StringComparison.Ordinal) ? "Declare it double, or cast with (int)." : said.Contains("to 'bool'", StringComparison.Ordinal)
                ? "Compare it, as in x > 0." : said.Contains("'bool'", StringComparison.Ordinal) ? "Write condition ? 1 : 0." : "Use a variable of the same type."),
            "CS0246" or "CS0234" or "CS0518" => (said, "Only double, int, bool, arrays, tuples, Func, Math, Obs, Act, World, Parts and Memory exist in a reward program."),
            "CS1002" => ("A ';' is missing.", "End the statement with ';'."),
            "CS1513" or "CS1514" => (said, "Check that every '{' has its '}'."),
            "CS1026" or "CS1003" or "CS1525" or "CS1519" or "CS1001" => (said, "Check the syntax here; a program is methods and constants only."),
            "CS0165" => (said, "Give it a value where it is declared."),
            "CS0161" or "CS1643" => (said, "End every path with a return."),
            "CS1501" or "CS7036" or "CS1503" => (said, "Check the number and types of the arguments."),
            "CS0019" when said.Contains("'^'", StringComparison.Ordinal) => (said, "A power is Math.Pow(x, y), a square x * x."),
            "CS0019" or "CS0023" => (said, "Operators work on double, int and bool; write condition ? 1 : 0 to count with a bool."),
            "CS0201" => (said, "Assign it to a variable, or remove it."),
            "CS0133" => ($"{said.TrimEnd('.')}, for it keeps nothing from call to call.", "Write the number itself, or compute it within the method."),
            "CS0128" or "CS0136" or "CS0111" => (said, "Choose another name."),
            "CS0200" => (said, "Observations, actions and constants cannot be changed; use a local variable."),
            "CS8509" => (said, "Add a last arm '_ => …'."),
            _ => (said, ""),
        };
    }

    private static string Unknown(SyntaxNode node, SemanticModel? model)
    {
        if (node is not SimpleNameSyntax name || model is null) return "";
        var wanted = name.Identifier.Text;
        if (Field(wanted, model) is { } field) return $"Write {field}.";
        var known = model.LookupSymbols(node.SpanStart).Where(s => s is ILocalSymbol or IParameterSymbol or IMethodSymbol or IFieldSymbol or INamedTypeSymbol)
            .Select(s => s.Name).Where(n => n.Length > 0 && !n.StartsWith("__", StringComparison.Ordinal)).Distinct().ToArray();
        return wanted switch
        {
            "Abs" or "Sqrt" or "Exp" or "Log" or "Pow" or "Min" or "Max" or "Clamp" or "Tanh" or "Sin" or "Cos" or "Sign" => $"Write Math.{wanted}.",
            "MathF" => "Use Math.",
            "Console" or "Debug" => "A program cannot print; write a component, as in parts[\"distance\"] = distance.",
            "Random" => "A reward must not be random.",
            "parts" or "memory" => $"Take it as a parameter: {EntryPoint.Signature}.",
            _ when Nearest.Of(wanted, known).Count > 0 => Nearest.Hint(wanted, known).Trim(),
            _ => "Declare it first, or use a field of before, action, after or World.",
        };
    }

    /// <summary>"angle" of the observation is written <c>after.Angle</c>.</summary>
    private static string? Field(string wanted, SemanticModel model)
    {
        foreach (var (type, written) in new[] { ("Obs", "after"), ("World", "World"), ("Act", "action") })
            if (model.Compilation.GetTypeByMetadataName(type)?.GetMembers()
                .FirstOrDefault(m => m is IPropertySymbol or IFieldSymbol { IsConst: true } && m.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } found)
                return $"{written}.{found.Name}";
        return null;
    }

    private static (string, string) Member(MemberAccessExpressionSyntax access, string wanted, SemanticModel model, string said)
    {
        var type = model.GetTypeInfo(access.Expression).Type ?? model.GetSymbolInfo(access.Expression).Symbol as ITypeSymbol;
        if (type is null) return (said, "");
        var known = type.GetMembers().Where(m => m is IPropertySymbol { IsIndexer: false } or IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary })
            .Where(m => m.DeclaredAccessibility == Accessibility.Public).Select(m => m.Name).Distinct().ToArray();
        if (type is IArrayTypeSymbol) known = ["Length"];
        return ($"{type.Name switch { "" => "An array", var name => name }} has no '{wanted}'.", Nearest.Hint(wanted, known).Trim());
    }
}
