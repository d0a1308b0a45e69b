namespace Goodhart.Models;

/// <summary>Variables of a template; what is set in a loop or macro is gone after it.</summary>
internal sealed class TemplateScope(TemplateScope? outer)
{
    private readonly Dictionary<string, object?> variables = new(StringComparer.Ordinal);

    public object? this[string name]
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Outer)
                if (scope.variables.TryGetValue(name, out var value)) return value;
            return new Undefined(name);
        }

        set => variables[name] = value;
    }

    private TemplateScope? Outer { get; } = outer;
}

/// <summary>A loop's own variable.</summary>
/// <param name="Items">What it goes through.</param>
/// <param name="Index">Index of the item, from 0.</param>
/// <param name="Depth">Loops around it.</param>
internal sealed record TemplateLoop(IReadOnlyList<object?> Items, int Index, int Depth)
{
    public object? this[string name] => name switch
    {
        "index" => (long)Index + 1,
        "index0" => (long)Index,
        "revindex" => (long)Items.Count - Index,
        "revindex0" => (long)Items.Count - Index - 1,
        "first" => Index == 0,
        "last" => Index == Items.Count - 1,
        "length" => (long)Items.Count,
        "depth" => (long)Depth + 1,
        "depth0" => (long)Depth,
        "previtem" => Index > 0 ? Items[Index - 1] : new Undefined("loop.previtem"),
        "nextitem" => Index + 1 < Items.Count ? Items[Index + 1] : new Undefined("loop.nextitem"),
        "cycle" => new TemplateFunction("cycle", call => call.Values.Count > 0 ? call.Values[Index % call.Values.Count] : throw call.Wrong("needs values")),
        _ => new Undefined($"loop.{name}"),
    };
}
