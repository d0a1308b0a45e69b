using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>The method of a program that is called for every transition.</summary>
internal static class EntryPoint
{
    public const string Name = "Reward", Signature = "double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)";

    private static readonly string[] types = ["Obs", "Act", "Obs", "Parts", "Memory"];

    /// <summary>The entry, or why there is none.</summary>
    public static (MethodDeclarationSyntax? Method, RewardDiagnostic? Missing) Find(ProgramTree tree)
    {
        var methods = tree.Program.Members.OfType<MethodDeclarationSyntax>().ToArray();
        var entry = methods.FirstOrDefault(m => m.Identifier.Text == Name);
        const string remedy = $"Write {Signature}; memory, and then parts, may be left out.";
        if (entry is null)
        {
            var near = methods.Length > 0 ? Nearest.Of(Name, methods.Select(m => m.Identifier.Text), 1) : [];
            return (null, new("RP0301", SandboxLayer.Syntax, 1, 1, $"There is no method '{Name}'{(near.Count > 0 ? $", only '{near[0]}'" : "")}.", remedy));
        }

        var parameters = entry.ParameterList.Parameters;
        var fits = entry.ReturnType.ToString() == "double" && parameters.Count is >= 3 and <= 5
            && parameters.Select((p, i) => p.Type?.ToString() == types[i] && p.Default is null && p.Modifiers.Count == 0).All(same => same);
        if (fits) return (entry, null);
        var written = $"{entry.ReturnType} {Name}({string.Join(", ", parameters.Select(p => p.ToString()))})";
        return (null, tree.Finding("RP0302", SandboxLayer.Syntax, entry.Identifier.GetLocation(), $"'{written}' is not how a program is called.", remedy));
    }
}
