using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Goodhart.Design;

/// <summary>Turns the general words of example programs into a world's own and back: <c>robot.EePose</c> ↔ <c>after.Gripper</c> (Text2Reward's mapping).</summary>
/// <remarks>
/// Whole identifiers of the program's syntax are mapped, never text: <c>cubeA</c> leaves <c>cubeA2</c>, comments and names of parts alone. Of several terms that begin a path the longest counts,
/// and a method's own variables hide terms of their name.
/// </remarks>
public sealed class TermMap
{
    private readonly Dictionary<string, string> terms;
    private readonly HashSet<string> roots;

    /// <param name="terms">General path → specific path, each identifiers joined by dots.</param>
    /// <exception cref="ArgumentException">A path is none, or is given twice.</exception>
    public TermMap(IEnumerable<KeyValuePair<string, string>> terms)
    {
        this.terms = new(StringComparer.Ordinal);
        foreach (var (general, specific) in terms)
        {
            if (!this.terms.TryAdd(Path(general), Path(specific))) throw new ArgumentException($"Term '{general}' is mapped twice, to '{this.terms[general]}' and to '{specific}'.", nameof(terms));
        }

        roots = [.. this.terms.Keys.Select(Root)];
    }

    /// <summary>The map from the world's own words to the general ones.</summary>
    /// <exception cref="ArgumentException">Two general terms mean the same, so that there is no way back.</exception>
    public TermMap Reversed()
    {
        var twice = terms.GroupBy(t => t.Value, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? new(terms.Select(t => KeyValuePair.Create(t.Value, t.Key)))
            : throw new ArgumentException($"There is no way back from '{twice.Key}': it is meant by {string.Join(" and ", twice.Select(t => $"'{t.Key}'").Order(StringComparer.Ordinal))}.");
    }

    /// <summary>A program in the other words. What begins like a term but is none stays as it is, and is told; lines and columns are the given text's.</summary>
    /// <param name="program">Members of a program.</param>
    public Translated Apply(string program)
    {
        if (TextLimits.Check(program, new()) is not null) return new(program, []);   // parsing it could end the process; the compiler refuses it by the same limits
        var root = CSharpSyntaxTree.ParseText(program, new(kind: SourceCodeKind.Script)).GetRoot();
        var (changes, unknown) = (new List<TextChange>(), new List<RewardDiagnostic>());
        foreach (var chain in root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(Begins))
        {
            var path = Chain(chain);
            if (!roots.Contains(path[0].Identifier.Text) || IsHidden(chain)) continue;
            var length = Enumerable.Range(1, path.Count).LastOrDefault(n => terms.ContainsKey(Joined(path, n)));
            if (length > 0) changes.Add(new(TextSpan.FromBounds(path[0].SpanStart, path[length - 1].Span.End), terms[Joined(path, length)]));
            else unknown.Add(Unknown(path));
        }

        return new(root.GetText().WithChanges(changes).ToString(), unknown);
    }

    private RewardDiagnostic Unknown(List<SimpleNameSyntax> path)
    {
        var (at, name) = (path[0].GetLocation().GetLineSpan().StartLinePosition, Joined(path, path.Count));
        return new("RP0150", SandboxLayer.Api, at.Line + 1, at.Character + 1, $"'{name}' has no counterpart in this world.", Nearest.Hint(name, terms.Keys).Trim());
    }

    /// <summary>Whether this identifier is read as a value and is the first of its path.</summary>
    private static bool Begins(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax or VariableDeclarationSyntax or ParameterSyntax => false,
        _ => true,
    };

    private static List<SimpleNameSyntax> Chain(IdentifierNameSyntax first)
    {
        List<SimpleNameSyntax> path = [first];
        for (SyntaxNode node = first; node.Parent is MemberAccessExpressionSyntax access && access.Expression == node; node = access) path.Add(access.Name);
        return path;
    }

    /// <summary>Whether the method around declares a variable of that name; parameters that are observations or actions are the world's own.</summary>
    private static bool IsHidden(IdentifierNameSyntax name)
    {
        var method = name.Ancestors().LastOrDefault(n => n is MethodDeclarationSyntax or LocalFunctionStatementSyntax);
        return method is not null && method.DescendantNodes().Any(node => node switch
        {
            VariableDeclaratorSyntax local => local.Identifier.Text == name.Identifier.Text,
            SingleVariableDesignationSyntax local => local.Identifier.Text == name.Identifier.Text,
            ForEachStatementSyntax each => each.Identifier.Text == name.Identifier.Text,
            ParameterSyntax parameter => parameter.Identifier.Text == name.Identifier.Text && parameter.Type?.ToString() is not ("Obs" or "Act"),
            _ => false,
        });
    }

    private static string Joined(List<SimpleNameSyntax> path, int count) => string.Join('.', path.Take(count).Select(p => p.Identifier.Text));

    private static string Root(string path) => path.Split('.')[0];

    private static string Path(string path) => path.Split('.').All(SyntaxFacts.IsValidIdentifier) ? path
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'{path}' is no term: expected identifiers joined by dots, such as robot.EePose."));
}

/// <summary>A program in other words.</summary>
/// <param name="Program">The program.</param>
/// <param name="Unknown">Paths that begin like a term but are none, each with its place.</param>
public sealed record Translated(string Program, IReadOnlyList<RewardDiagnostic> Unknown);
