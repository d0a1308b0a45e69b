using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>The names of components and of memories that a program writes, each with the slot it becomes.</summary>
internal sealed class ProgramNames
{
    private readonly Dictionary<SyntaxNode, int> slots = [];
    private readonly List<RewardDiagnostic> findings = [];

    public List<string> Components { get; } = [];

    public List<string> Memories { get; } = [];

    /// <summary>What is wrong with them.</summary>
    public IReadOnlyList<RewardDiagnostic> Findings => findings;

    /// <summary>The slot that stands for a name, given the argument that holds it.</summary>
    public bool Slot(ArgumentSyntax argument, out int slot) => slots.TryGetValue(argument, out slot);

    public static ProgramNames Of(ProgramTree tree, SemanticModel model, ProgramLimits limits)
    {
        var names = new ProgramNames();
        foreach (var node in tree.Program.DescendantNodes())
        {
            var (receiver, arguments) = node switch
            {
                ElementAccessExpressionSyntax e => (e.Expression, (BaseArgumentListSyntax)e.ArgumentList),
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Has" } m } i => (m.Expression, i.ArgumentList),
                _ => (null, null!),
            };
            if (receiver is null || arguments.Arguments.Count == 0 || model.GetTypeInfo(receiver).Type is not { Name: "Parts" or "Memory" } type) continue;
            names.Add(tree, model, limits, type.Name == "Parts", arguments.Arguments[0]);
        }

        if (names.Components.Count > limits.Components)
            names.findings.Add(new("RP0306", SandboxLayer.Result, 1, 1, $"The program writes {names.Components.Count} components; it may write {limits.Components}.", "Merge some of them."));
        if (names.Memories.Count > limits.MemoryEntries)
            names.findings.Add(new("RP0308", SandboxLayer.Result, 1, 1, $"The program has {names.Memories.Count} memories; it may have {limits.MemoryEntries}.", "Use fewer names."));
        return names;
    }

    private void Add(ProgramTree tree, SemanticModel model, ProgramLimits limits, bool component, ArgumentSyntax argument)
    {
        var (what, list) = component ? ("component", Components) : ("memory", Memories);
        if (model.GetConstantValue(argument.Expression) is not { HasValue: true, Value: string name } || argument.NameColon is not null)
        {
            Refuse(tree, argument, component ? "RP0303" : "RP0307", $"The name of a {what} must be a constant.", $"Write it in quotes, as in {(component ? "parts" : "memory")}[\"near\"].");
            return;
        }

        if (component && name is Outcome.TaskScore or Outcome.Total) Refuse(tree, argument, "RP0305", $"'{name}' is reserved.", "Choose another name for the component.");
        else if (!IsIdentifier(name)) Refuse(tree, argument, component ? "RP0304" : "RP0307", $"'{name}' is no name for a {what}.", "Use a letter first, then up to 79 letters, digits and underscores.");
        if (!list.Contains(name)) list.Add(name);
        slots[argument] = list.IndexOf(name);
    }

    private static bool IsIdentifier(string name) => name.Length is > 0 and <= 80 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private void Refuse(ProgramTree tree, SyntaxNode at, string id, string message, string suggestion) =>
        findings.Add(tree.Finding(id, SandboxLayer.Result, at.GetLocation(), message, suggestion));
}
