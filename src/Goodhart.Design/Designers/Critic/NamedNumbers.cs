using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>A use of <c>parts["…"]</c> or <c>memory["…"]</c> in a program's text.</summary>
/// <param name="Name">What stands between the quotes.</param>
/// <param name="Written">Whether it is given a value here.</param>
/// <param name="Read">Whether its value, or whether there is one, is asked for here.</param>
/// <param name="Line">Line of the program's own text, from 1.</param>
internal sealed record NamedNumber(string Name, bool Written, bool Read, int Line);

/// <summary>Where a program writes and reads numbers by name.</summary>
internal static class NamedNumbers
{
    /// <summary>Every use, in the order of the text.</summary>
    /// <param name="program">The program's text.</param>
    /// <param name="type"><c>Parts</c> or <c>Memory</c>.</param>
    public static IReadOnlyList<NamedNumber> Of(string program, string type)
    {
        var tree = ProgramTree.Read(program);
        var holders = tree.Program.DescendantNodes().OfType<ParameterSyntax>().Where(p => p.Type?.ToString() == type).Select(p => p.Identifier.Text).ToHashSet();
        var found = new List<NamedNumber>();
        foreach (var node in tree.Program.DescendantNodes().OfType<ExpressionSyntax>())
        {
            var (receiver, argument, has) = node switch
            {
                ElementAccessExpressionSyntax { ArgumentList.Arguments: [var first, ..] } e => (e.Expression, first, false),
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Has" } m, ArgumentList.Arguments: [var first, ..] } => (m.Expression, first, true),
                _ => (null, null!, false),
            };
            if (receiver is not IdentifierNameSyntax holder || !holders.Contains(holder.Identifier.Text) || argument.Expression is not LiteralExpressionSyntax { Token.Value: string name }) continue;
            var (written, read) = has ? (false, true) : Use(node);
            found.Add(new(name, written, read, tree.Line(node.GetLocation())));
        }

        return found;
    }

    private static (bool Written, bool Read) Use(ExpressionSyntax node) => node.Parent switch
    {
        AssignmentExpressionSyntax assignment when assignment.Left == node => (true, !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)),
        PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => (true, true),
        _ => (false, true),
    };
}
