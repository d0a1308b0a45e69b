using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>A program's text as the members of a class whose opening stands before its first line and whose closing is ours, so that its lines are the user's.</summary>
internal sealed class ProgramTree
{
    private const string opening = "sealed partial class __Program { ", closing = "\n}";
    private static readonly CSharpParseOptions options = new(LanguageVersion.CSharp14, DocumentationMode.None);
    private readonly int lines;

    private ProgramTree(SyntaxTree tree, int lines, CancellationToken stop)
    {
        (Tree, this.lines) = (tree, lines);
        Root = (CompilationUnitSyntax)tree.GetRoot(stop);
        Program = Root.Members.OfType<ClassDeclarationSyntax>().FirstOrDefault() ?? SyntaxFactory.ClassDeclaration("__Program");
    }

    public SyntaxTree Tree { get; }

    public CompilationUnitSyntax Root { get; }

    /// <summary>The class around the program.</summary>
    public ClassDeclarationSyntax Program { get; }

    /// <summary>Whether the class that the text opened with is the one that its last brace closes, and nothing stands beside it.</summary>
    public bool IsWhole => Root.Members.Count == 1 && Root.Usings.Count == 0 && Root.AttributeLists.Count == 0 && Root.Externs.Count == 0
        && Program.CloseBraceToken.Span.End == Root.FullSpan.End && !Program.CloseBraceToken.IsMissing;

    /// <summary>
    /// Parses the members of a program. Their <c>static</c> means nothing here, and would keep one method from calling another, so it is read as blanks; a
    /// readonly number is read as a constant.
    /// </summary>
    public static ProgramTree Parse(string text, CancellationToken stop)
    {
        var tree = new ProgramTree(CSharpSyntaxTree.ParseText(opening + text + closing, options, cancellationToken: stop), text.AsSpan().Count('\n') + 1, stop);
        var words = tree.Program.Members.Where(m => m is MethodDeclarationSyntax || IsFixedNumber(m)).SelectMany(m => m.Modifiers)
            .Where(m => m.IsKind(SyntaxKind.StaticKeyword) || m.IsKind(SyntaxKind.ReadOnlyKeyword)).ToArray();
        if (words.Length == 0) return tree;
        var blanked = (opening + text + closing).ToCharArray();
        foreach (var word in words) (word.IsKind(SyntaxKind.ReadOnlyKeyword) ? "const   " : "      ").CopyTo(blanked.AsSpan(word.SpanStart, word.Span.Length));
        return new(CSharpSyntaxTree.ParseText(new string(blanked), options, cancellationToken: stop), tree.lines, stop);
    }

    private static bool IsFixedNumber(MemberDeclarationSyntax member) =>
        member is FieldDeclarationSyntax { Declaration: { Type: PredefinedTypeSyntax type } declaration } field
        && type.Keyword.Kind() is SyntaxKind.DoubleKeyword or SyntaxKind.IntKeyword or SyntaxKind.BoolKeyword && field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) && declaration.Variables.All(v => v.Initializer is not null);

    /// <summary>Text of ours beside the program.</summary>
    public static SyntaxTree Ours(string text) => CSharpSyntaxTree.ParseText(text, options);

    /// <summary>A tree that was changed, under the same options.</summary>
    public static SyntaxTree Changed(SyntaxNode root) => CSharpSyntaxTree.Create((CSharpSyntaxNode)root, options);

    /// <summary>Parses a text as the compiler reads it, for whoever looks at programs and compiles none; one that is too long or too deeply nested to be parsed safely reads as empty.</summary>
    public static ProgramTree Read(string text) => Parse(TextLimits.Check(text, new()) is null ? ProgramPipeline.Plain(text) : "", CancellationToken.None);

    /// <summary>Where something stands in the user's own text.</summary>
    public int Offset(Microsoft.CodeAnalysis.Text.TextSpan span) => span.Start - opening.Length;

    /// <summary>Line of the user's own text, from 1.</summary>
    public int Line(Location location) => Math.Min(location.GetLineSpan().StartLinePosition.Line + 1, lines);

    /// <summary>A diagnostic at the place where the user wrote it.</summary>
    public RewardDiagnostic Finding(string id, SandboxLayer layer, Location location, string message, string suggestion = "")
    {
        var start = location.GetLineSpan().StartLinePosition;
        var column = start.Line == 0 ? Math.Max(0, start.Character - opening.Length) : start.Character;
        return start.Line < lines ? new(id, layer, start.Line + 1, column + 1, message, suggestion) : new(id, layer, lines, 1, message, suggestion);
    }
}
