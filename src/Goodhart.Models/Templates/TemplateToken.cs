namespace Goodhart.Models;

/// <summary>A place in a template.</summary>
internal readonly record struct Place(int Line, int Column)
{
    public TemplateException Wrong(string message) => new(message, Line, Column);
}

internal enum TokenKind { Text, OutputStart, OutputEnd, BlockStart, BlockEnd, Name, String, Integer, Number, Operator, End }

/// <param name="Kind">What it is.</param>
/// <param name="Value">Its text; of a string, what it says.</param>
/// <param name="At">Where it begins.</param>
internal readonly record struct TemplateToken(TokenKind Kind, string Value, Place At)
{
    public bool Is(string name) => Kind is TokenKind.Name or TokenKind.Operator && Value == name;

    public string Shown => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.BlockEnd => "'%}'",
        TokenKind.OutputEnd => "'}}'",
        _ => $"'{(Value.Length > 30 ? Value[..30] + "…" : Value).ReplaceLineEndings(" ")}'",
    };
}
