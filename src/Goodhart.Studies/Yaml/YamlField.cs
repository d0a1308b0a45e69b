using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Goodhart.Studies;

/// <summary>A value of the file with its place, so that every mistake names file, line and field.</summary>
internal sealed class YamlField(string file, string name, YamlNode node)
{
    public bool IsMap => node is YamlMappingNode;

    /// <summary>The mistake in words.</summary>
    public StudyFileException Wrong(string problem) => new(file, node.Start.Line, name, problem);

    public StudyFileException Expected(string what) => Wrong($"expected {what}, got {Shown}");

    /// <summary>A mapping, all of whose keys are known.</summary>
    /// <param name="what">What it is, for the mistake of writing something else.</param>
    /// <param name="known">Keys allowed.</param>
    public YamlFields Fields(string what, params string[] known)
    {
        var fields = Fields(what);
        foreach (var (key, at) in fields.Keys)
            if (!known.Contains(key, StringComparer.Ordinal)) throw new StudyFileException(file, at, Inner(key), $"unknown field{Suggest.Among(known, key)}");
        return fields;
    }

    /// <summary>A mapping with keys of the author's own.</summary>
    public YamlFields Fields(string what)
    {
        if (node is not YamlMappingNode map) throw Expected(what);
        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in map)
        {
            if (key is not YamlScalarNode { Value.Length: > 0 } text) throw new StudyFileException(file, key.Start.Line, name, "expected a name before the colon");
            fields.Add(text.Value, value);
        }

        return new(file, map.Start.Line, Inner, fields, [.. map.Children.Keys.Select(k => (((YamlScalarNode)k).Value!, k.Start.Line))]);
    }

    /// <summary>A list with at least one entry.</summary>
    public IReadOnlyList<YamlField> Items(string what)
    {
        if (node is not YamlSequenceNode { Children.Count: > 0 } list) throw Expected($"a list of {what}");
        return [.. list.Select((item, i) => new YamlField(file, $"{name}[{i}]", item))];
    }

    public string Text(string what) => node is YamlScalarNode { Value: { } text } scalar && (Quoted(scalar) || text is not ("" or "~" or "null")) && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl)
        ? text : throw Expected(what);

    /// <summary>It is this very word.</summary>
    public bool Is(string word) => Plain == word;

    /// <summary>One of several words.</summary>
    public T Choice<T>(string what, params (string Word, T Value)[] choices)
    {
        var text = Text(what);
        foreach (var (word, value) in choices)
            if (word == text) return value;
        throw Wrong($"expected {what}, got \"{text}\"{Suggest.Among([.. choices.Select(c => c.Word)], text)}");
    }

    public double Number(string what, Func<double, bool> inRange) =>
        Plain is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && inRange(value) ? value : throw Expected(what);

    public int Whole(string what, int low) => (int)Long(what, low, int.MaxValue);

    /// <summary>A whole number, also as <c>1e6</c> or <c>300_000</c>, as step counts are written.</summary>
    public long Long(string what, long low, long high = long.MaxValue) =>
        Plain?.Replace("_", "", StringComparison.Ordinal) is { } text
        && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
        && value == decimal.Truncate(value) && value >= low && value <= high ? (long)value : throw Expected(what);

    public ulong Seed(string what) => Plain is { } text && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Expected(what);

    private string? Plain => node is YamlScalarNode scalar && !Quoted(scalar) ? scalar.Value : null;

    private string Shown => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode { Children.Count: 0 } => "an empty list",
        YamlSequenceNode => "a list",
        YamlScalarNode { Value: { } text } scalar when Quoted(scalar) => $"the text \"{Short(text)}\"",
        YamlScalarNode { Value: null or "" or "~" or "null" } => "nothing",
        YamlScalarNode scalar => $"\"{Short(scalar.Value!)}\"",
        _ => "something else",
    };

    private string Inner(string key) => name.Length == 0 ? key : $"{name}.{key}";

    private static bool Quoted(YamlScalarNode scalar) => scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted or ScalarStyle.Literal or ScalarStyle.Folded;

    private static string Short(string text) => string.Concat(text.Take(60).Select(c => char.IsControl(c) ? ' ' : c)) + (text.Length > 60 ? "…" : "");
}
