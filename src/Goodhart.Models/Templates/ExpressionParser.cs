using System.Globalization;

namespace Goodhart.Models;

/// <summary>Reads expressions; each method is one level of Jinja's precedence, loosest first.</summary>
internal sealed class ExpressionParser(TokenReader tokens)
{
    private static readonly string[] comparisons = ["==", "!=", "<", "<=", ">", ">="];

    public Expression Read() => tokens.Deeper(Conditional);

    /// <summary>An expression, or several with commas between them, which are a list.</summary>
    public Expression ReadTuple()
    {
        var (at, first) = (tokens.Now.At, Read());
        if (!tokens.Now.Is(",")) return first;
        var items = new List<Expression> { first };
        while (tokens.Take(",") && tokens.Now.Kind is not TokenKind.BlockEnd && !tokens.Now.Is(")")) items.Add(Read());
        return new ListLiteral(items, at);
    }

    private Expression Conditional()
    {
        var value = Or();
        while (tokens.Now.Is("if"))
        {
            var at = tokens.Next().At;
            var condition = Or();
            value = new Conditional(condition, value, tokens.Take("else") ? Read() : null, at);
        }

        return value;
    }

    /// <summary>An expression without a condition behind it, as a loop's "in … if …" needs.</summary>
    public Expression Or() => Chain(And, "or");

    private Expression And() => Chain(Not, "and");

    private Expression Not() => tokens.Now.Is("not") ? new Unary("not", Negated(), tokens.Now.At) : Compare();

    private Expression Negated()
    {
        tokens.Next();
        return tokens.Deeper(Not);
    }

    private Expression Compare()
    {
        var left = Sum();
        Expression? all = null;
        while (true)
        {
            var at = tokens.Now.At;
            var sign = tokens.Now.Kind is TokenKind.Operator && comparisons.Contains(tokens.Now.Value) || tokens.Now.Is("in") ? tokens.Next().Value
                : tokens.Now.Is("not") && tokens.Ahead.Is("in") ? "not in" : null;
            if (sign is null) return all ?? left;
            if (sign == "not in") (_, _) = (tokens.Next(), tokens.Next());
            var right = Sum();
            var one = new Binary(sign, left, right, at);
            all = all is null ? one : new Binary("and", all, one, at);
            left = right;
        }
    }

    private Expression Sum() => Chain(Concatenation, "+", "-");

    private Expression Concatenation() => Chain(Product, "~");

    private Expression Product() => Chain(Power, "*", "/", "//", "%");

    private Expression Power() => Chain(Signed, "**");

    private Expression Signed()
    {
        var at = tokens.Now.At;
        if (tokens.Now is { Kind: TokenKind.Operator, Value: "-" or "+" })
        {
            var sign = tokens.Next().Value;
            return Filters(new Unary(sign, tokens.Deeper(() => Postfix(Primary())), at));
        }

        return Filters(Postfix(Primary()));
    }

    private Expression Chain(Func<Expression> part, params ReadOnlySpan<string> signs)
    {
        var left = part();
        while (tokens.Now.Kind is TokenKind.Operator or TokenKind.Name && signs.Contains(tokens.Now.Value))
        {
            var sign = tokens.Next();
            left = new Binary(sign.Value, left, part(), sign.At);
        }

        return left;
    }

    private Expression Primary()
    {
        var token = tokens.Next();
        switch (token.Kind)
        {
            case TokenKind.String:
                var text = token.Value;
                while (tokens.Now.Kind is TokenKind.String) text += tokens.Next().Value;
                return new Literal(text, token.At);
            case TokenKind.Integer:
                return long.TryParse(token.Value, CultureInfo.InvariantCulture, out var whole) ? new Literal(whole, token.At) : throw token.At.Wrong($"the number {token.Value} is too large.");
            case TokenKind.Number:
                return new Literal(double.Parse(token.Value, CultureInfo.InvariantCulture), token.At);
            case TokenKind.Name:
                return token.Value switch
                {
                    "true" or "True" => new Literal(true, token.At),
                    "false" or "False" => new Literal(false, token.At),
                    "none" or "None" => new Literal(null, token.At),
                    "if" or "else" or "in" or "and" or "or" or "is" or "not" => throw token.At.Wrong($"expected a value, found '{token.Value}'."),
                    _ => new Variable(token.Value, token.At),
                };
        }

        return token.Value switch
        {
            "(" => Bracketed(token.At),
            "[" => new ListLiteral(Items("]"), token.At),
            "{" => Map(token.At),
            _ => throw token.At.Wrong($"expected a value, found {token.Shown}."),
        };
    }

    private Expression Bracketed(Place at)
    {
        if (tokens.Take(")")) return new ListLiteral([], at);
        var inner = ReadTuple();
        tokens.Want(")");
        return inner;
    }

    private List<Expression> Items(string close)
    {
        var items = new List<Expression>();
        while (!tokens.Take(close))
        {
            if (items.Count > 0) tokens.Want(",");
            if (tokens.Take(close)) break;
            items.Add(Read());
        }

        return items;
    }

    private MapLiteral Map(Place at)
    {
        var items = new List<(Expression, Expression)>();
        while (!tokens.Take("}"))
        {
            if (items.Count > 0) tokens.Want(",");
            if (tokens.Take("}")) break;
            var key = Read();
            tokens.Want(":");
            items.Add((key, Read()));
        }

        return new(items, at);
    }

    private Expression Postfix(Expression value)
    {
        while (true)
        {
            var at = tokens.Now.At;
            if (tokens.Take(".")) value = tokens.Now.Kind is TokenKind.Integer ? new Item(value, Primary(), at) : new Attribute(value, tokens.Want(TokenKind.Name, "a name").Value, at);
            else if (tokens.Take("[")) value = Subscript(value, at);
            else if (tokens.Now.Is("(")) value = new Invocation(value, Arguments(), at);
            else return value;
        }
    }

    private Expression Subscript(Expression of, Place at)
    {
        Expression? Part() => tokens.Now.Is(":") || tokens.Now.Is("]") ? null : Read();
        var start = Part();
        if (start is not null && tokens.Take("]")) return new Item(of, start, at);
        tokens.Want(":");
        var stop = Part();
        var step = tokens.Take(":") ? Part() : null;
        tokens.Want("]");
        return new Slice(of, start, stop, step, at);
    }

    private Expression Filters(Expression value)
    {
        while (true)
        {
            var at = tokens.Now.At;
            if (tokens.Take("|")) value = new Filter(value, tokens.Want(TokenKind.Name, "a filter's name").Value, tokens.Now.Is("(") ? Arguments() : Models.Arguments.None, at);
            else if (tokens.Take("is")) value = ReadTest(value, at);
            else if (tokens.Now.Is("(") || tokens.Now.Is("[") || tokens.Now.Is(".")) value = Postfix(value);
            else return value;
        }
    }

    private Test ReadTest(Expression value, Place at)
    {
        var negated = tokens.Take("not");
        var name = tokens.Want(TokenKind.Name, "a test's name").Value;
        if (tokens.Now.Is("(")) return new(value, name, Arguments(), negated, at);
        var bare = tokens.Now.Kind is TokenKind.String or TokenKind.Integer or TokenKind.Number || tokens.Now.Is("[") || tokens.Now.Is("{")
            || (tokens.Now.Kind is TokenKind.Name && tokens.Now.Value is not ("else" or "or" or "and" or "if" or "is" or "not" or "in"));
        return new(value, name, bare ? new([Postfix(Primary())], []) : Models.Arguments.None, negated, at);
    }

    private Arguments Arguments()
    {
        var (values, named) = (new List<Expression>(), new List<(string, Expression)>());
        tokens.Want("(");
        while (!tokens.Take(")"))
        {
            if (values.Count + named.Count > 0) tokens.Want(",");
            if (tokens.Take(")")) break;
            if (tokens.Now.Kind is TokenKind.Name && tokens.Ahead.Is("="))
            {
                var name = tokens.Next().Value;
                tokens.Next();
                named.Add((name, Read()));
            }
            else values.Add(named.Count == 0 ? Read() : throw tokens.Now.At.Wrong("a value without a name may not follow one with a name."));
        }

        return new(values, named);
    }
}
