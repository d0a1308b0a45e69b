namespace Goodhart.Models;

/// <summary>Reads a template's statements.</summary>
internal sealed class TemplateParser
{
    private static readonly string[] known = ["if", "for", "set", "macro", "generation", "break", "continue"];

    private readonly TokenReader tokens;
    private readonly ExpressionParser expressions;

    private TemplateParser(TokenReader tokens) => (this.tokens, expressions) = (tokens, new(tokens));

    /// <exception cref="TemplateException">The template is malformed, or uses what is not known here.</exception>
    public static IReadOnlyList<Statement> Read(string source, TemplateLimits limits)
    {
        var parser = new TemplateParser(new(TemplateLexer.Tokens(source), limits.Depth));
        var body = parser.Body();
        return parser.tokens.Now.Kind is TokenKind.End ? body : throw parser.tokens.Ahead.At.Wrong($"{parser.tokens.Ahead.Shown} has no beginning.");
    }

    /// <summary>Statements up to the end, or to a block that one of the words begins.</summary>
    private List<Statement> Body(params string[] until) => tokens.Deeper(() =>
    {
        var body = new List<Statement>();
        while (tokens.Now.Kind is not TokenKind.End)
        {
            if (tokens.Now.Kind is TokenKind.BlockStart && tokens.Ahead.Kind is TokenKind.Name && Ends(tokens.Ahead.Value)) break;
            body.Add(Statement());
        }

        return tokens.Now.Kind is not TokenKind.End || until.Length == 0 ? body : throw tokens.Now.At.Wrong($"expected {string.Join(" or ", until.Select(word => $"'{word}'"))}, found the end of the template.");

        bool Ends(string word) => until.Contains(word) || word.StartsWith("end", StringComparison.Ordinal) || word is "else" or "elif";
    });

    private Statement Statement()
    {
        var token = tokens.Next();
        if (token.Kind is TokenKind.Text) return new PlainText(token.Value, token.At);
        if (token.Kind is TokenKind.OutputStart)
        {
            var value = expressions.ReadTuple();
            tokens.Want(TokenKind.OutputEnd, "'}}'");
            return new Output(value, token.At);
        }

        var word = tokens.Want(TokenKind.Name, "a statement");
        return word.Value switch
        {
            "if" => ReadIf(word.At),
            "for" => ReadFor(word.At),
            "set" => ReadSet(word.At),
            "macro" => ReadMacro(word.At),
            "generation" => ReadStretch(word.At),
            "break" or "continue" => Closed(new Leave(word.Value == "continue", word.At)),
            _ => throw word.At.Wrong($"the statement '{word.Value}' is not known here. Known: {string.Join(", ", known)}."),
        };
    }

    private T Closed<T>(T statement)
    {
        tokens.Want(TokenKind.BlockEnd, "'%}'");
        return statement;
    }

    private void End(string word)
    {
        tokens.Want(TokenKind.BlockStart, $"'{{% {word} %}}'");
        tokens.Want(word);
        while (word == "endmacro" && tokens.Now.Kind is TokenKind.Name) tokens.Next();
        tokens.Want(TokenKind.BlockEnd, "'%}'");
    }

    private If ReadIf(Place at)
    {
        var branches = new List<(Expression?, IReadOnlyList<Statement>)>();
        var condition = Closed(expressions.ReadTuple());
        while (true)
        {
            branches.Add((condition, Body("elif", "else", "endif")));
            if (condition is null || tokens.Ahead.Is("endif")) break;
            tokens.Next();
            if (tokens.Take("elif")) condition = expressions.ReadTuple();
            else
            {
                tokens.Want("else");
                condition = null;
            }

            tokens.Want(TokenKind.BlockEnd, "'%}'");
        }

        End("endif");
        return new(branches, at);
    }

    private For ReadFor(Place at)
    {
        var names = Names();
        tokens.Want("in");
        var of = expressions.Or();
        var where = tokens.Take("if") ? expressions.Read() : null;
        tokens.Want(TokenKind.BlockEnd, "'%}'");
        var body = Body("else", "endfor");
        var otherwise = new List<Statement>();
        if (tokens.Ahead.Is("else"))
        {
            (_, _) = (tokens.Next(), tokens.Next());
            tokens.Want(TokenKind.BlockEnd, "'%}'");
            otherwise = Body("endfor");
        }

        End("endfor");
        return new(names, of, where, body, otherwise, at);
    }

    private List<string> Names()
    {
        var bracket = tokens.Take("(");
        var names = new List<string> { tokens.Want(TokenKind.Name, "a variable").Value };
        while (tokens.Take(",")) names.Add(tokens.Want(TokenKind.Name, "a variable").Value);
        if (bracket) tokens.Want(")");
        return names;
    }

    private Set ReadSet(Place at)
    {
        var names = Names();
        var of = names.Count == 1 && tokens.Take(".") ? tokens.Want(TokenKind.Name, "an attribute").Value : null;
        if (tokens.Take("=")) return Closed(new Set(names, of, expressions.ReadTuple(), [], at));
        tokens.Want(TokenKind.BlockEnd, "'=' or '%}'");
        var body = Body("endset");
        End("endset");
        return new(names, of, null, body, at);
    }

    private Macro ReadMacro(Place at)
    {
        var (name, parameters) = (tokens.Want(TokenKind.Name, "a macro's name").Value, new List<(string, Expression?)>());
        tokens.Want("(");
        while (!tokens.Take(")"))
        {
            if (parameters.Count > 0) tokens.Want(",");
            parameters.Add((tokens.Want(TokenKind.Name, "a parameter").Value, tokens.Take("=") ? expressions.Read() : null));
        }

        tokens.Want(TokenKind.BlockEnd, "'%}'");
        var body = Body("endmacro");
        End("endmacro");
        return new(name, parameters, body, at);
    }

    private Stretch ReadStretch(Place at)
    {
        tokens.Want(TokenKind.BlockEnd, "'%}'");
        var body = Body("endgeneration");
        End("endgeneration");
        return new(body, at);
    }
}
