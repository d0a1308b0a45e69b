using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design.Evolution;

/// <summary>A named number that both programs have.</summary>
/// <param name="Name">The constant or variable that holds it.</param>
/// <param name="Before">In the first program.</param>
/// <param name="After">In the second.</param>
public sealed record NumberChange(string Name, double Before, double After)
{
    /// <summary>After ÷ before; NaN where it says nothing.</summary>
    public double Ratio => Before == 0 ? double.NaN : After / Before;
}

/// <summary>How a line of text fared.</summary>
public enum LineChange { Kept, Removed, Added }

/// <summary>A line of either program.</summary>
public sealed record DifferenceLine(LineChange Change, string Text);

/// <summary>What distinguishes two reward programs, by their syntax: nothing is compiled or run.</summary>
/// <param name="Added">Components that only the second has, in its order.</param>
/// <param name="Removed">Components that only the first has, in its order.</param>
/// <param name="Rewritten">Components of both that are computed by another expression, numbers aside.</param>
/// <param name="Numbers">Named numbers whose value differs.</param>
/// <param name="Lines">Both texts merged, for showing.</param>
public sealed record ProgramDifference(
    IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Rewritten, IReadOnlyList<NumberChange> Numbers, IReadOnlyList<DifferenceLine> Lines)
{
    /// <summary>Nothing differs but spaces and comments.</summary>
    public bool IsEmpty => Added.Count + Removed.Count + Rewritten.Count + Numbers.Count == 0 && !Differs;

    private bool Differs { get; init; }

    /// <summary>Compares two programs; texts that do not parse are compared as far as they do.</summary>
    public static ProgramDifference Between(string before, string after)
    {
        var (first, second) = (Read(before), Read(after));
        string[] added = [.. second.Components.Keys.Where(c => !first.Components.ContainsKey(c))], removed = [.. first.Components.Keys.Where(c => !second.Components.ContainsKey(c))];
        string[] rewritten = [.. second.Components.Where(c => first.Components.TryGetValue(c.Key, out var was) && was != c.Value).Select(c => c.Key)];
        NumberChange[] numbers = [.. second.Numbers.Where(n => first.Numbers.TryGetValue(n.Key, out var was) && was != n.Value).Select(n => new NumberChange(n.Key, first.Numbers[n.Key], n.Value))];
        return new(added, removed, rewritten, numbers, TextDifference.Of(Split(before), Split(after))) { Differs = first.Tokens != second.Tokens };
    }

    /// <summary>One line per change, for a prompt or a report; "no change" where there is none.</summary>
    public string Words()
    {
        var text = new StringBuilder();
        foreach (var name in Added) text.Append(CultureInfo.InvariantCulture, $"added component {name}\n");
        foreach (var name in Removed) text.Append(CultureInfo.InvariantCulture, $"removed component {name}\n");
        foreach (var name in Rewritten) text.Append(CultureInfo.InvariantCulture, $"rewrote component {name}\n");
        foreach (var number in Numbers)
            text.Append(CultureInfo.InvariantCulture, $"{number.Name}: {number.Before:R} to {number.After:R}{(double.IsFinite(number.Ratio) ? string.Create(CultureInfo.InvariantCulture, $" (×{number.Ratio:G3})") : "")}\n");
        return text.Length > 0 ? text.ToString().TrimEnd() : IsEmpty ? "no change" : "changed outside of components and named numbers";
    }

    private static string[] Split(string text) => text.ReplaceLineEndings("\n").Trim('\n').Split('\n');

    // Components with the expression they are computed by, numbers left out, and every number that has a name.
    private static (Dictionary<string, string> Components, Dictionary<string, double> Numbers, string Tokens) Read(string text)
    {
        var root = CSharpSyntaxTree.ParseText($"class Program {{ {text}\n}}").GetRoot();
        var (values, numbers) = (new Dictionary<string, ExpressionSyntax>(StringComparer.Ordinal), new Dictionary<string, double>(StringComparer.Ordinal));
        foreach (var variable in root.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            if (variable.Initializer?.Value is not { } value) continue;
            if (Number(value) is { } number) numbers[variable.Identifier.ValueText] = number;
            else values[variable.Identifier.ValueText] = value;
        }

        var components = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var write in root.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            if (write.Left is ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "parts" }, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax name }] })
                components[name.Token.ValueText] = components.GetValueOrDefault(name.Token.ValueText) + Shape(write.Right is IdentifierNameSyntax local && values.TryGetValue(local.Identifier.ValueText, out var value) ? value : write.Right);
        return (components, numbers, string.Join(' ', root.DescendantTokens().Select(t => t.Text)));
    }

    private static string Shape(ExpressionSyntax expression) =>
        string.Join(' ', expression.DescendantTokens().Select(t => t.IsKind(SyntaxKind.NumericLiteralToken) ? "#" : t.Text)) + ";";

    private static double? Number(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax { Token.Value: IConvertible number } literal when literal.IsKind(SyntaxKind.NumericLiteralExpression) => number.ToDouble(CultureInfo.InvariantCulture),
        PrefixUnaryExpressionSyntax { Operand: var operand } minus when minus.IsKind(SyntaxKind.UnaryMinusExpression) => -Number(operand),
        _ => null,
    };
}
