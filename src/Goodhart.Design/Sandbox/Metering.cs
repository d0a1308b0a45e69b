using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Goodhart.Design;

/// <summary>
/// Layer 4: rewrites a program that was judged already. Every loop turn and every entry of a method, local function or lambda pays a tick; entries are counted in
/// and out; arrays and lambdas are paid for by their bytes. Names of components and memories become slots.
/// </summary>
/// <param name="model">Meaning of the tree that is rewritten.</param>
/// <param name="names">Slots of its names.</param>
/// <param name="metered">False leaves out the meter.</param>
internal sealed class Metering(SemanticModel model, ProgramNames names, bool metered) : CSharpSyntaxRewriter
{
    private const int lambdaBytes = 128;
    private ITypeSymbol? result;

    /// <summary>Whether some operation takes memory from the heap.</summary>
    public bool Allocates { get; private set; }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var body = Body(model.GetDeclaredSymbol(node), node.Body, node.ExpressionBody?.Expression);
        return node.WithModifiers([Token(TriviaList(), SyntaxKind.InternalKeyword, TriviaList(Space))]).WithParameterList((ParameterListSyntax)Visit(node.ParameterList)!)
            .WithReturnType(node.ReturnType.WithLeadingTrivia(Space)).WithBody(body).WithExpressionBody(null).WithSemicolonToken(default);
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var body = Body(model.GetDeclaredSymbol(node) as IMethodSymbol, node.Body, node.ExpressionBody?.Expression);
        return node.WithModifiers([]).WithReturnType(node.ReturnType.WithLeadingTrivia(Space)).WithBody(body).WithExpressionBody(null).WithSemicolonToken(default);
    }

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) =>
        Lambda(node, node.WithModifiers([]).WithBlock(Body(model.GetSymbolInfo(node).Symbol as IMethodSymbol, node.Block, node.ExpressionBody)).WithExpressionBody(null));

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        Lambda(node, node.WithModifiers([]).WithBlock(Body(model.GetSymbolInfo(node).Symbol as IMethodSymbol, node.Block, node.ExpressionBody)).WithExpressionBody(null));

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
    {
        var value = (ExpressionSyntax?)Visit(node.Expression);
        if (!metered) return node.WithExpression(value);
        return value is null ? Block(Call(ProgramTemplate.Left), ReturnStatement()) : Return(value);
    }

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
        base.VisitForStatement(node) is ForStatementSyntax loop ? loop.WithStatement(Turn(loop.Statement)) : null;

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) =>
        base.VisitForEachStatement(node) is ForEachStatementSyntax loop ? loop.WithStatement(Turn(loop.Statement)) : null;

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        base.VisitForEachVariableStatement(node) is ForEachVariableStatementSyntax loop ? loop.WithStatement(Turn(loop.Statement)) : null;

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        base.VisitWhileStatement(node) is WhileStatementSyntax loop ? loop.WithStatement(Turn(loop.Statement)) : null;

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
        base.VisitDoStatement(node) is DoStatementSyntax loop ? loop.WithStatement(Turn(loop.Statement)) : null;

    public override SyntaxNode? VisitArrayCreationExpression(ArrayCreationExpressionSyntax node)
    {
        Allocates = true;
        var visited = (ArrayCreationExpressionSyntax)base.VisitArrayCreationExpression(node)!;
        if (!metered) return visited;
        if (node.Initializer is { } given) return Made(model.GetTypeInfo(node).Type, given.Expressions.Count, visited);
        var (rank, size) = (visited.Type.RankSpecifiers[0], visited.Type.RankSpecifiers[0].Sizes[0]);
        var counted = InvocationExpression(IdentifierName(ProgramTemplate.Alloc), ArgumentList(SeparatedList([Argument(size), Argument(Number(Size(model.GetTypeInfo(node).Type)))])));
        return visited.WithType(visited.Type.WithRankSpecifiers(visited.Type.RankSpecifiers.Replace(rank, rank.WithSizes(SingletonSeparatedList<ExpressionSyntax>(counted)))));
    }

    public override SyntaxNode? VisitImplicitArrayCreationExpression(ImplicitArrayCreationExpressionSyntax node)
    {
        Allocates = true;
        var visited = (ExpressionSyntax)base.VisitImplicitArrayCreationExpression(node)!;
        return metered ? Made(model.GetTypeInfo(node).Type, node.Initializer.Expressions.Count, visited) : visited;
    }

    public override SyntaxNode? VisitCollectionExpression(CollectionExpressionSyntax node)
    {
        Allocates = true;
        var visited = (ExpressionSyntax)base.VisitCollectionExpression(node)!;
        return metered ? Made(model.GetTypeInfo(node).ConvertedType, node.Elements.Count, visited) : visited;
    }

    public override SyntaxNode? VisitEqualsValueClause(EqualsValueClauseSyntax node)
    {
        var visited = (EqualsValueClauseSyntax)base.VisitEqualsValueClause(node)!;
        if (node.Value is not InitializerExpressionSyntax given || model.GetOperation(given)?.Parent is not { Type: IArrayTypeSymbol type }) return visited;
        Allocates = true;
        var created = ArrayCreationExpression((ArrayTypeSyntax)Name(type), (InitializerExpressionSyntax)visited.Value).WithNewKeyword(Token(SyntaxKind.NewKeyword).WithTrailingTrivia(Space));
        return visited.WithValue(metered ? Made(type, given.Expressions.Count, created) : created);
    }

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node)
    {
        Allocates |= node.Parent is not InvocationExpressionSyntax && model.GetSymbolInfo(node).Symbol is IMethodSymbol;
        return node;
    }

    public override SyntaxNode? VisitArgument(ArgumentSyntax node) => names.Slot(node, out var slot) ? node.WithExpression(Number(slot)) : base.VisitArgument(node);

    private ExpressionSyntax Lambda(LambdaExpressionSyntax node, ExpressionSyntax visited)
    {
        Allocates = true;
        return metered && model.GetTypeInfo(node).ConvertedType is { } type ? Generic(ProgramTemplate.Made, type, [Number(lambdaBytes), visited]) : visited;
    }

    private BlockSyntax? Body(IMethodSymbol? method, BlockSyntax? block, ExpressionSyntax? expression)
    {
        var outer = result;
        result = method?.ReturnType;
        var isVoid = result is null || result.SpecialType == SpecialType.System_Void;
        StatementSyntax[] inner = block is not null ? [.. block.Statements.Select(s => (StatementSyntax)Visit(s)!)]
            : (ExpressionSyntax?)Visit(expression) is not { } value ? []
            : isVoid ? [ExpressionStatement(value)] : [metered ? Return(value) : ReturnStatement(Spaced(value))];
        if (metered) inner = isVoid ? [Call(ProgramTemplate.Enter), .. inner, Call(ProgramTemplate.Left)] : [Call(ProgramTemplate.Enter), .. inner];
        var body = Block(inner);
        result = outer;
        return block is null && expression is null ? null : body;
    }

    private ReturnStatementSyntax Return(ExpressionSyntax value) =>
        ReturnStatement(Spaced(result is null ? value : Generic(ProgramTemplate.Leave, result, [value])));

    private StatementSyntax Turn(StatementSyntax body) => metered ? Block(Call(ProgramTemplate.Tick), body) : body;

    private static ExpressionSyntax Made(ITypeSymbol? type, int count, ExpressionSyntax value) =>
        type is null ? value : Generic(ProgramTemplate.Made, type, [Number(count * Size(type) + 32), value]);

    private static InvocationExpressionSyntax Generic(string method, ITypeSymbol type, ExpressionSyntax[] arguments) =>
        InvocationExpression(GenericName(Identifier(method), TypeArgumentList(SingletonSeparatedList(Name(type)))), ArgumentList(SeparatedList(arguments.Select(Argument))));

    private static ExpressionStatementSyntax Call(string method) => ExpressionStatement(InvocationExpression(IdentifierName(method)));

    private static ExpressionSyntax Spaced(ExpressionSyntax value) => value.WithLeadingTrivia(Space);

    private static LiteralExpressionSyntax Number(int value) => LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(value.ToString(CultureInfo.InvariantCulture), value));

    private static TypeSyntax Name(ITypeSymbol type) => ParseTypeName(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));

    /// <summary>Bytes per element of an array of that type.</summary>
    private static int Size(ITypeSymbol? array) => array is IArrayTypeSymbol { ElementType: INamedTypeSymbol { IsTupleType: true } tuple } ? 8 * Math.Max(1, Fields(tuple)) : 8;

    private static int Fields(ITypeSymbol type) => type is INamedTypeSymbol { IsTupleType: true } tuple ? Math.Min(1000, tuple.TupleElements.Sum(e => Fields(e.Type))) : 1;
}
