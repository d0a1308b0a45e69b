using Goodhart.Design;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Tests;

/// <summary>Makes new programs of old ones: a node of one takes the place of a node of the same sort in another, is doubled, dropped or wrapped.</summary>
internal sealed class ProgramSplicer
{
    private const int MostEdits = 4, MostCharacters = 8000;

    /// <summary>Pieces no benign program holds, so that splices also reach loops without end, recursion and large arrays.</summary>
    private static readonly string[] spices =
    [
        "while (true) { }", "for (;;) ;", "for (var q = 0; q < 1000000; q++) { var z = new double[q]; }", "{ double R(double x) => R(x) + 1; R(1); }", "do { } while (after.Angle == after.Angle);",
        "{ Func<double, double> g = null; g = x => g(x); g(1); }", "{ var big = new double[int.MaxValue]; big[0] = 1; }", "{ double[] nothing = null; nothing[0] = 1; }",
        "return Reward(before, action, after);", "{ int zero = 0; var y = 1 / zero; }", "return double.NaN;", "{ var t = (1.0, 2.0); var tt = (t, t); var ttt = (tt, tt, tt); }",
        "foreach (var q in new double[4000]) foreach (var r in new double[4000]) ;", "switch (1) { case 1: break; }",
    ];

    private readonly (RewardContract Contract, SyntaxNode Root)[] programs;
    private static readonly HashSet<string> everywhere = ["before", "after", "action", "Math", "World", "parts", "memory"];
    private readonly SyntaxNode[] statements, members;
    private readonly (RewardContract Contract, SyntaxNode Node)[] expressions;
    private readonly Generator rng;

    public ProgramSplicer(IEnumerable<SuiteProgram> seeds, Generator rng)
    {
        this.rng = rng;
        programs = [.. seeds.Select(p => (p.Contract, Parse(p.Text)))];
        SyntaxNode[] nodes = [.. programs.SelectMany(p => p.Root.DescendantNodes())];
        statements = [.. nodes.Where(n => n is StatementSyntax && Closed(n)), .. spices.Select(s => SyntaxFactory.ParseStatement(s))];
        expressions = [.. programs.SelectMany(p => p.Root.DescendantNodes().Where(Exchangeable).Where(Closed).Select(node => (p.Contract, node)))];
        members = [.. nodes.Where(n => n is MemberDeclarationSyntax && n.Parent is ClassDeclarationSyntax)];
    }

    public (RewardContract Contract, string Text) Next()
    {
        var (contract, root) = programs[rng.NextInt(programs.Length)];
        for (var edits = 1 + rng.NextInt(MostEdits); edits > 0; edits--)
        {
            var edited = Edit(root, contract);
            if (edited.FullSpan.Length < MostCharacters) root = edited;
        }

        return (contract, string.Join("\n", ((ClassDeclarationSyntax)((CompilationUnitSyntax)root).Members[0]).Members.Select(m => m.ToFullString())));
    }

    private SyntaxNode Edit(SyntaxNode root, RewardContract contract)
    {
        SyntaxNode[] places = [.. root.DescendantNodes().Where(n => (n is StatementSyntax && n.Parent is BlockSyntax) || (Exchangeable(n) && n.Parent is not MemberAccessExpressionSyntax))];
        if (places.Length == 0 || rng.NextInt(12) == 0) return WithMember(root);
        var place = places[rng.NextInt(places.Length)];
        if (place is ExpressionSyntax) return root.ReplaceNode(place, Apart(Expression(contract)));
        return rng.NextInt(6) switch
        {
            0 => root.RemoveNode(place, SyntaxRemoveOptions.KeepNoTrivia) ?? root,
            1 => root.InsertNodesAfter(place, [Apart(place)]),
            2 => root.ReplaceNode(place, SyntaxFactory.WhileStatement(SyntaxFactory.ParseExpression("1 > 0"), SyntaxFactory.Block((StatementSyntax)Apart(place)))),
            3 => root.InsertNodesAfter(place, [Apart(statements[rng.NextInt(statements.Length)])]),
            4 => root.InsertNodesBefore(place, [Apart(SyntaxFactory.ParseStatement(spices[rng.NextInt(spices.Length)]))]),
            _ => root.ReplaceNode(place, Apart(statements[rng.NextInt(statements.Length)])),
        };
    }

    /// <summary>Mostly one that means something where it comes to stand.</summary>
    private SyntaxNode Expression(RewardContract contract)
    {
        for (var tries = 0; ; tries++)
        {
            var (origin, node) = expressions[rng.NextInt(expressions.Length)];
            if (origin == contract || tries > 20 || rng.NextInt(10) == 0) return node;
        }
    }

    /// <summary>Speaks of nothing but what every program of its contract knows.</summary>
    private static bool Closed(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()
        .All(name => everywhere.Contains(name.Identifier.Text) || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name));

    private SyntaxNode WithMember(SyntaxNode root)
    {
        var type = (ClassDeclarationSyntax)((CompilationUnitSyntax)root).Members[0];
        return root.ReplaceNode(type, type.AddMembers((MemberDeclarationSyntax)Apart(members[rng.NextInt(members.Length)])));
    }

    /// <summary>Types and initialisers stand where nothing else may.</summary>
    private static bool Exchangeable(SyntaxNode node) => node is ExpressionSyntax and not (TypeSyntax or InitializerExpressionSyntax or DeclarationExpressionSyntax);

    /// <summary>With spaces around it, so that two words do not become one.</summary>
    private static SyntaxNode Apart(SyntaxNode node) => node.WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space);

    private static SyntaxNode Parse(string text) => CSharpSyntaxTree.ParseText($"class C {{ {text}\n}}").GetRoot();
}
