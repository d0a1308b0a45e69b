namespace Goodhart.Models;

/// <summary>What one rendering has spent of what it may.</summary>
internal sealed class TemplateRun(TemplateLimits limits, TimeProvider clock)
{
    private int steps, depth;

    public TimeProvider Clock => clock;

    public void Step(Place at, int count = 1)
    {
        steps += count;
        if (steps > limits.Steps || steps < 0) throw at.Wrong($"stopped after {limits.Steps} steps.");
    }

    public void Enter(Place at)
    {
        if (++depth > limits.Depth) throw at.Wrong($"calls go more than {limits.Depth} deep.");
    }

    public void Leave() => depth--;

    /// <summary>Refuses a text before it is made.</summary>
    /// <param name="characters">Characters that are new.</param>
    /// <param name="at">Where it is made.</param>
    /// <param name="whole">Length of the text that they become part of.</param>
    public void Room(long characters, Place at, long whole = 0)
    {
        if (Math.Max(characters, whole) > limits.Characters) throw at.Wrong($"a text of {Math.Max(characters, whole)} characters is longer than {limits.Characters}.");
        Step(at, (int)(characters / 16));
    }
}

/// <summary>The arguments of a filter, method, test or function, and where it stands.</summary>
internal sealed record Call(string Name, IReadOnlyList<object?> Values, IReadOnlyDictionary<string, object?> Named, TemplateRun Run, Place At)
{
    /// <summary>An argument by place or name; undefined where it is not given.</summary>
    public object? this[int index, string name] => index < Values.Count ? Values[index] : Named.TryGetValue(name, out var value) ? value : new Undefined(name);

    public bool Has(int index, string name) => this[index, name] is not Undefined;

    public string Text(int index, string name, string? otherwise = null) => this[index, name] switch
    {
        string text => text,
        Undefined or null when otherwise is not null => otherwise,
        var value => throw Wrong($"needs a text as '{name}', was {TemplateValues.Kind(value)}"),
    };

    public long Whole(int index, string name, long? otherwise = null) => this[index, name] switch
    {
        long whole => whole,
        bool flag => flag ? 1 : 0,
        Undefined or null when otherwise is not null => otherwise.Value,
        var value => throw Wrong($"needs a whole number as '{name}', was {TemplateValues.Kind(value)}"),
    };

    public bool Flag(int index, string name, bool otherwise = false) => this[index, name] is var value and not Undefined ? TemplateValues.Truth(value) : otherwise;

    /// <summary>A text that is about to be given back; it is paid for.</summary>
    public string Made(string text)
    {
        Run.Room(text.Length, At);
        return text;
    }

    public TemplateException Wrong(string what) => At.Wrong($"'{Name}' {what}.");
}
