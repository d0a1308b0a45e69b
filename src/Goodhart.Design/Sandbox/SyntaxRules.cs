using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>Layer 2, before anything is bound: every node of the text must be of a kind that is listed; an unknown kind is refused.</summary>
internal sealed class SyntaxRules(ProgramTree tree)
{
    private const int lambdaDepth = 4;
    private readonly List<RewardDiagnostic> findings = [];
    private readonly HashSet<string> methods = new(StringComparer.Ordinal), texts = new(StringComparer.Ordinal);

    public static IReadOnlyList<RewardDiagnostic> Check(ProgramTree tree)
    {
        var rules = new SyntaxRules(tree);
        if (!tree.IsWhole)
        {
            var beside = tree.Root.Members.Skip(1).FirstOrDefault()?.GetLocation() ?? tree.Program.CloseBraceToken.GetLocation();
            return [tree.Finding("RP0203", SandboxLayer.Syntax, beside, "Only the members of one program are allowed.", "Write methods and constants only, without using, namespace or class around them.")];
        }

        foreach (var member in tree.Program.Members) rules.Member(member);
        if (rules.findings.Count == 0 && TupleWeight.TooHeavy(tree.Program) is { } heavy)
            rules.Refuse(heavy, "RP0214", "These tuples are built of one another too often.", "Keep tuples small and flat, or use an array.");
        return rules.findings;
    }

    private void Member(MemberDeclarationSyntax member)
    {
        if (member is FieldDeclarationSyntax field)
        {
            if (!field.Modifiers.Any(SyntaxKind.ConstKeyword))
            {
                Refuse(field, "RP0202", $"A program has no variables outside its methods ('{field.Declaration.Variables[0].Identifier.Text}').",
                    "Write 'const double' for a number that never changes, a local variable within a method, or memory[\"name\"] to keep a number during an episode.");
                return;
            }

            Constant(field.Declaration);
        }
        else if (member is MethodDeclarationSyntax method && !methods.Add(method.Identifier.Text))
        {
            Refuse(method.Identifier, "RP0213", $"Two methods are called '{method.Identifier.Text}'.", "Give each method a name of its own.");
        }

        Visit(member, 0);
    }

    private void Constant(VariableDeclarationSyntax declaration)
    {
        if (declaration.Type.ToString() != "string") return;
        foreach (var variable in declaration.Variables)
            if (variable.Initializer?.Value is LiteralExpressionSyntax) texts.Add(variable.Identifier.Text);
            else Refuse(variable, "RP0208", "Text cannot be put together.", "Write a constant name in one piece, as in const string Near = \"near\".");
    }

    private void Visit(SyntaxNode node, int lambdas)
    {
        if (!Allowed(node)) return;
        if (node is LocalDeclarationStatementSyntax { IsConst: true } local) Constant(local.Declaration);
        if (node is LambdaExpressionSyntax && ++lambdas > lambdaDepth)
        {
            Refuse(node, "RP0215", $"Lambdas are nested more than {lambdaDepth} deep.", "Name the inner ones as methods.");
            return;
        }

        foreach (var child in node.ChildNodes()) Visit(child, lambdas);
    }

    private bool Allowed(SyntaxNode node)
    {
        if (node.IsMissing) return true;   // the compiler says what is missing
        if (!SyntaxKinds.Allowed.Contains(node.Kind()))
        {
            var (id, message, suggestion) = SyntaxKinds.Refusal(node);
            return Refuse(node, id, message, suggestion);
        }

        return node switch
        {
            PredefinedTypeSyntax type => Type(type),
            ArrayTypeSyntax array when array.RankSpecifiers.Any(r => r.Rank != 1) =>
                Refuse(node, "RP0212", "Arrays of several dimensions are not allowed.", "Use an array of arrays, or one array with index i * width + j."),
            LiteralExpressionSyntax literal => Literal(literal),
            BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.AddExpression) && (IsText(binary.Left) || IsText(binary.Right)) =>
                Refuse(node, "RP0208", "Text cannot be put together.", "Names of components and memory are written as plain constants."),
            ForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } => Refuse(node, "RP0206", "'await' is not supported in reward programs.", "Remove it."),
            IdentifierNameSyntax { Identifier.Text: "dynamic" } => Refuse(node, "RP0207", "The type 'dynamic' is not allowed.", "Use double, int or bool."),
            _ => Modifiers(node),
        };
    }

    private bool Type(PredefinedTypeSyntax type)
    {
        var allowed = type.Keyword.Kind() switch
        {
            SyntaxKind.BoolKeyword or SyntaxKind.IntKeyword or SyntaxKind.DoubleKeyword or SyntaxKind.VoidKeyword => true,
            SyntaxKind.StringKeyword => type.Parent is VariableDeclarationSyntax { Parent: FieldDeclarationSyntax or LocalDeclarationStatementSyntax { IsConst: true } },
            _ => false,
        };
        return allowed || (type.Keyword.IsKind(SyntaxKind.StringKeyword)
            ? Refuse(type, "RP0208", "There is no text in a reward program.", "Text may only be the constant name of a component or of a memory.")
            : Refuse(type, "RP0207", $"The type '{type.Keyword.Text}' is not allowed.", type.Keyword.Text switch
            {
                "float" or "decimal" => "Use double.",
                "object" => "Use double, int or bool.",
                _ => "Use int or double.",
            }));
    }

    private bool Literal(LiteralExpressionSyntax literal)
    {
        if (literal.IsKind(SyntaxKind.StringLiteralExpression))
            return literal.Parent is ArgumentSyntax { Parent: BracketedArgumentListSyntax or ArgumentListSyntax }
                || literal.Parent is EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword } } }
                || Refuse(literal, "RP0208", "There is no text in a reward program.", "Text may only be the constant name of a component or of a memory.");
        if (!literal.IsKind(SyntaxKind.NumericLiteralExpression) || literal.Token.Value is int or double) return true;
        var plain = literal.Token.Text.TrimEnd('f', 'F', 'm', 'M', 'l', 'L', 'u', 'U');
        if (literal.Token.Value is float or decimal && !plain.Contains('.', StringComparison.Ordinal)) plain += ".0";
        return Refuse(literal, "RP0207", $"'{literal.Token.Text}' is a number of a type that is not allowed.", $"Write {plain}.");
    }

    private bool IsText(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression),
        IdentifierNameSyntax name => texts.Contains(name.Identifier.Text),
        ParenthesizedExpressionSyntax inside => IsText(inside.Expression),
        _ => false,
    };

    private bool Modifiers(SyntaxNode node)
    {
        var modifiers = node switch
        {
            BaseMethodDeclarationSyntax m => m.Modifiers,
            FieldDeclarationSyntax f => f.Modifiers,
            LocalFunctionStatementSyntax l => l.Modifiers,
            LocalDeclarationStatementSyntax l => l.UsingKeyword.IsKind(SyntaxKind.None) ? l.Modifiers : [l.UsingKeyword],
            AnonymousFunctionExpressionSyntax a => a.Modifiers,
            ParameterSyntax p => p.Modifiers,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } a => [a.RefKindKeyword],
            _ => default,
        };
        foreach (var modifier in modifiers)
        {
            if (node is not (ParameterSyntax or ArgumentSyntax) && modifier.Kind() is
                SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.InternalKeyword or SyntaxKind.StaticKeyword or SyntaxKind.ConstKeyword)
                continue;
            return Refuse(modifier, "RP0209", $"'{modifier.Text}' is not allowed here.", modifier.Kind() switch
            {
                SyntaxKind.OutKeyword or SyntaxKind.RefKeyword or SyntaxKind.InKeyword => "Return several numbers as a tuple, as in (double, double).",
                SyntaxKind.ParamsKeyword => "Take an array.",
                _ => "Remove it.",
            });
        }

        return true;
    }

    private bool Refuse(SyntaxNodeOrToken at, string id, string message, string suggestion)
    {
        if (findings.Count < 20) findings.Add(tree.Finding(id, SandboxLayer.Syntax, at.GetLocation()!, message, suggestion));
        return false;
    }
}
