namespace Goodhart.Models;

/// <summary>An expression of a template.</summary>
internal abstract record Expression(Place At);

internal sealed record Literal(object? Value, Place At) : Expression(At);

internal sealed record Variable(string Name, Place At) : Expression(At);

internal sealed record ListLiteral(IReadOnlyList<Expression> Items, Place At) : Expression(At);

internal sealed record MapLiteral(IReadOnlyList<(Expression Key, Expression Value)> Items, Place At) : Expression(At);

internal sealed record Attribute(Expression Of, string Name, Place At) : Expression(At);

internal sealed record Item(Expression Of, Expression Key, Place At) : Expression(At);

internal sealed record Slice(Expression Of, Expression? Start, Expression? Stop, Expression? Step, Place At) : Expression(At);

internal sealed record Invocation(Expression Function, Arguments Arguments, Place At) : Expression(At);

internal sealed record Filter(Expression Of, string Name, Arguments Arguments, Place At) : Expression(At);

internal sealed record Test(Expression Of, string Name, Arguments Arguments, bool Negated, Place At) : Expression(At);

internal sealed record Unary(string Sign, Expression Of, Place At) : Expression(At);

internal sealed record Binary(string Sign, Expression Left, Expression Right, Place At) : Expression(At);

internal sealed record Conditional(Expression Condition, Expression Then, Expression? Otherwise, Place At) : Expression(At);

/// <summary>What stands between the brackets of a call.</summary>
internal sealed record Arguments(IReadOnlyList<Expression> Values, IReadOnlyList<(string Name, Expression Value)> Named)
{
    public static readonly Arguments None = new([], []);
}

/// <summary>A statement of a template.</summary>
internal abstract record Statement(Place At);

internal sealed record PlainText(string Text, Place At) : Statement(At);

internal sealed record Output(Expression Value, Place At) : Statement(At);

internal sealed record If(IReadOnlyList<(Expression? Condition, IReadOnlyList<Statement> Body)> Branches, Place At) : Statement(At);

internal sealed record For(IReadOnlyList<string> Names, Expression Of, Expression? Where, IReadOnlyList<Statement> Body, IReadOnlyList<Statement> Otherwise, Place At) : Statement(At);

/// <param name="Names">Variables that are set.</param>
/// <param name="Of">Attribute of the one variable, a namespace, that is set; null for the variable itself.</param>
/// <param name="Value">To what; null where the body's text is meant.</param>
internal sealed record Set(IReadOnlyList<string> Names, string? Of, Expression? Value, IReadOnlyList<Statement> Body, Place At) : Statement(At);

internal sealed record Macro(string Name, IReadOnlyList<(string Name, Expression? Otherwise)> Parameters, IReadOnlyList<Statement> Body, Place At) : Statement(At);

/// <summary>A stretch of its own: what the model generates (<c>generation</c>).</summary>
internal sealed record Stretch(IReadOnlyList<Statement> Body, Place At) : Statement(At);

internal sealed record Leave(bool Again, Place At) : Statement(At);
