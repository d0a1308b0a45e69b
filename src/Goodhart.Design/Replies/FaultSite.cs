using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Goodhart.Design;

/// <summary>A program's text with the places where a mistake can be seeded.</summary>
internal sealed class FaultSite
{
    private readonly SyntaxNode root;
    private readonly MethodDeclarationSyntax entry;
    private readonly Generator rng;

    private FaultSite(SyntaxNode root, string text, MethodDeclarationSyntax entry, Generator rng) => (this.root, Text, this.entry, this.rng) = (root, text, entry, rng);

    public string Text { get; }

    public static FaultSite Of(string program, Generator rng)
    {
        var root = CSharpSyntaxTree.ParseText(program, new(kind: SourceCodeKind.Script)).GetRoot();
        var entry = root.DescendantNodes().OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.Text == "Reward");
        if (entry?.Body is null || entry.ParameterList.Parameters.Count < 3 || !entry.Body.DescendantNodes().OfType<ReturnStatementSyntax>().Any())
            throw new ArgumentException("A mistake can be seeded into a program whose method 'Reward' takes at least three parameters, has a body in braces and returns something.", nameof(program));
        return new(root, program, entry, rng);
    }

    /// <summary>Name of the observation after the step.</summary>
    public string After => entry.ParameterList.Parameters[2].Identifier.Text;

    /// <summary>Text with a statement at the beginning of the entry.</summary>
    public string Begin(string statement) => Text.Insert(entry.Body!.OpenBraceToken.Span.End, "\n    " + statement);

    /// <summary>Text with another member behind the entry, and the entry's last result rewritten.</summary>
    public string Helper(string member, Func<string, string> result)
    {
        var with = Returned(result);
        return with.TrimEnd() + "\n\n" + member + "\n";
    }

    /// <summary>Text with the expression of the entry's last return rewritten.</summary>
    public string Returned(Func<string, string> result)
    {
        var expression = Last().Expression ?? throw new ArgumentException("The last return of 'Reward' returns nothing.");
        return Replace(expression.Span, result(expression.ToString()));
    }

    public string WithoutReturn() => Replace(Last().Span, "");

    public string WithoutClosingBrace() => Replace(entry.Body!.CloseBraceToken.Span, "");

    public string WithoutSemicolon() => Replace(Pick(Tokens(SyntaxKind.SemicolonToken)).Span, "");

    /// <summary>Text up to the middle of the entry, as when an answer ran out of tokens.</summary>
    public string CutOff() => Text[..(entry.Body!.SpanStart + entry.Body.Span.Length / 2)];

    public string Renamed(string name) => Replace(entry.Identifier.Span, name);

    /// <summary>Text with a read field misnamed, as in <c>after.Angle</c> → <c>after.AngleToGoal</c>; where none is read, one that does not exist is.</summary>
    public string Misnamed(string suffix)
    {
        string[] given = [.. entry.ParameterList.Parameters.Take(3).Select(p => p.Identifier.Text), "World"];
        SimpleNameSyntax[] reads = [.. entry.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(m => m.Expression is IdentifierNameSyntax name && given.Contains(name.Identifier.Text)).Select(m => m.Name)];
        return reads.Length == 0 ? Returned(e => $"{e} + {After}.Distance{suffix}") : Replace(new(Pick(reads).Span.End, 0), suffix);
    }

    private ReturnStatementSyntax Last() => entry.Body!.DescendantNodes().OfType<ReturnStatementSyntax>()
        .Last(r => r.Ancestors().First(a => a is MethodDeclarationSyntax or LocalFunctionStatementSyntax or LambdaExpressionSyntax) == entry);

    private SyntaxToken[] Tokens(SyntaxKind kind) => [.. entry.Body!.DescendantTokens().Where(t => t.IsKind(kind) && !t.IsMissing)];

    private T Pick<T>(T[] places) => places[rng.NextInt(places.Length)];

    private string Replace(TextSpan span, string with) => root.GetText().Replace(span, with).ToString();
}
