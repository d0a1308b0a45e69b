using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>
/// How many numbers an inferred tuple may hold, judged from the text alone: <c>var b = (a, a); var c = (b, b); …</c> doubles with every line, and the compiler
/// would need time and memory in proportion before it could be asked for a type.
/// </summary>
internal static class TupleWeight
{
    private const long most = 256;

    /// <summary>The first expression that may be too heavy; the estimate is from above, for a name weighs what any variable of that name weighs.</summary>
    public static SyntaxNode? TooHeavy(SyntaxNode program)
    {
        var weights = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var node in program.DescendantNodes())
        {
            var (names, value) = node switch
            {
                VariableDeclarationSyntax { Type.IsVar: true } d => (d.Variables.Select(v => v.Identifier.Text), d.Variables[0].Initializer?.Value),
                AssignmentExpressionSyntax { Left: DeclarationExpressionSyntax or TupleExpressionSyntax } a =>
                    (a.Left.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(v => v.Identifier.Text), a.Right),
                ForEachStatementSyntax f => ([f.Identifier.Text], f.Expression),
                _ => (Enumerable.Empty<string>(), null as ExpressionSyntax),
            };
            if (value is null) continue;
            var weight = Weight(value, weights);
            if (weight > most) return value;
            foreach (var name in names) weights[name] = Math.Max(weight, weights.GetValueOrDefault(name, 1));
        }

        return null;
    }

    private static long Weight(SyntaxNode node, Dictionary<string, long> weights) => node switch
    {
        TupleExpressionSyntax tuple => Math.Min(most + 1, tuple.Arguments.Sum(a => Weight(a.Expression, weights))),
        IdentifierNameSyntax name => weights.GetValueOrDefault(name.Identifier.Text, 1),
        _ => node.ChildNodes().Select(child => Weight(child, weights)).DefaultIfEmpty(1).Max(),
    };
}
