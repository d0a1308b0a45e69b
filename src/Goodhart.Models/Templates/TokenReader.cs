namespace Goodhart.Models;

/// <summary>The tokens of a template, one after another.</summary>
internal sealed class TokenReader(IReadOnlyList<TemplateToken> tokens, int mostDepth)
{
    private int at, depth;

    public TemplateToken Now => tokens[at];

    public TemplateToken Ahead => tokens[Math.Min(at + 1, tokens.Count - 1)];

    public TemplateToken Next() => tokens[at < tokens.Count - 1 ? at++ : at];

    public bool Take(string name)
    {
        if (!Now.Is(name)) return false;
        at++;
        return true;
    }

    public TemplateToken Want(string name) => Now.Is(name) ? Next() : throw Now.At.Wrong($"expected '{name}', found {Now.Shown}.");

    public TemplateToken Want(TokenKind kind, string what) => Now.Kind == kind ? Next() : throw Now.At.Wrong($"expected {what}, found {Now.Shown}.");

    /// <summary>Parses something nested, so deep at most.</summary>
    public T Deeper<T>(Func<T> parse)
    {
        if (++depth > mostDepth) throw Now.At.Wrong($"nested more than {mostDepth} deep.");
        var result = parse();
        depth--;
        return result;
    }
}
