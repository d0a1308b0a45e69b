namespace Goodhart.Models;

/// <summary>Values of expressions.</summary>
internal sealed class ExpressionEvaluator(TemplateRun run)
{
    public object? Value(Expression expression, TemplateScope scope)
    {
        run.Step(expression.At);
        return expression switch
        {
            Literal literal => literal.Value,
            Variable variable => scope[variable.Name],
            ListLiteral list => new TemplateList(list.Items.Select(item => Value(item, scope))),
            MapLiteral map => Map(map, scope),
            Attribute attribute => Member(Value(attribute.Of, scope), attribute.Name, attribute.At),
            Item item => TemplateOperators.Item(Value(item.Of, scope), Value(item.Key, scope), item.At),
            Slice slice => TemplateOperators.Slice(Value(slice.Of, scope), Optional(slice.Start, scope), Optional(slice.Stop, scope), Optional(slice.Step, scope), run, slice.At),
            Invocation call => Invoked(call, scope),
            Filter filter => TemplateFilters.Apply(Value(filter.Of, scope), Call(filter.Name, filter.Arguments, scope, filter.At)),
            Test test => TemplateTests.Holds(Value(test.Of, scope), Call(test.Name, test.Arguments, scope, test.At)) != test.Negated,
            Unary unary => TemplateOperators.Unary(unary.Sign, Value(unary.Of, scope), unary.At),
            Binary { Sign: "and" } both => Value(both.Left, scope) is var left && TemplateValues.Truth(left) ? Value(both.Right, scope) : left,
            Binary { Sign: "or" } either => Value(either.Left, scope) is var left && TemplateValues.Truth(left) ? left : Value(either.Right, scope),
            Binary binary => TemplateOperators.Binary(binary.Sign, Value(binary.Left, scope), Value(binary.Right, scope), run, binary.At),
            Conditional choice => TemplateValues.Truth(Value(choice.Condition, scope)) ? Value(choice.Then, scope) : choice.Otherwise is null ? new Undefined("else") : Value(choice.Otherwise, scope),
            _ => throw expression.At.Wrong("this expression is not known."),
        };
    }

    private object? Optional(Expression? expression, TemplateScope scope) => expression is null ? null : Value(expression, scope);

    private TemplateMap Map(MapLiteral literal, TemplateScope scope)
    {
        var map = new TemplateMap();
        foreach (var (key, value) in literal.Items) map[TemplateValues.Text(Value(key, scope))] = Value(value, scope);
        return map;
    }

    /// <summary>An attribute: a method where there is one of this name, else a mapping's value.</summary>
    private static object? Member(object? of, string name, Place at) =>
        of is Undefined missing ? throw at.Wrong($"'{missing.What}' is undefined and has no '{name}'.")
        : (object?)TemplateMethods.Of(of, name) ?? (of is TemplateMap or TemplateLoop ? TemplateOperators.Item(of, name, at) : new Undefined(name));

    private object? Invoked(Invocation invocation, TemplateScope scope)
    {
        var function = Value(invocation.Function, scope);
        var name = invocation.Function switch { Variable variable => variable.Name, Attribute attribute => attribute.Name, _ => "value" };
        if (function is TemplateFunction known) return known.Run(Call(name, invocation.Arguments, scope, invocation.At));
        var methods = invocation.Function is Attribute of ? TemplateMethods.Names(Value(of.Of, scope)) : [];
        throw invocation.At.Wrong($"'{name}' is not a function.{Nearest.Hint(name, [.. methods])}");
    }

    private Call Call(string name, Arguments arguments, TemplateScope scope, Place at) => new(
        name, [.. arguments.Values.Select(value => Value(value, scope))], arguments.Named.Count == 0 ? none : arguments.Named.DistinctBy(named => named.Name).ToDictionary(named => named.Name, named => Value(named.Value, scope)), run, at);

    private static readonly Dictionary<string, object?> none = [];
}
