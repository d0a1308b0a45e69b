using System.Globalization;

namespace Goodhart.Models;

/// <summary>What an unset variable or a missing key is: it prints as nothing and counts as false, but has no attributes.</summary>
/// <param name="What">What was asked for.</param>
internal sealed record Undefined(string What);

/// <summary>A list of a template.</summary>
internal sealed class TemplateList(IEnumerable<object?> items) : List<object?>(items);

/// <summary>A mapping of a template, in the order of insertion.</summary>
internal sealed class TemplateMap : OrderedDictionary<string, object?>
{
    /// <summary>Whether its keys are attributes that a template may set: what namespace() makes.</summary>
    public bool IsNamespace { get; init; }
}

/// <summary>Something a template can call.</summary>
internal sealed record TemplateFunction(string Name, Func<Call, object?> Run);

/// <summary>What the values of templates mean: the rules of Python for null, booleans, whole and real numbers, texts, lists and mappings.</summary>
internal static class TemplateValues
{
    public static bool Truth(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long whole => whole != 0,
        double real => real != 0,
        string text => text.Length > 0,
        TemplateList list => list.Count > 0,
        TemplateMap map => map.IsNamespace || map.Count > 0,
        _ => true,
    };

    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (TemplateList a, TemplateList b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (TemplateMap a, TemplateMap b) => a.Count == b.Count && a.All(item => b.TryGetValue(item.Key, out var other) && Same(item.Value, other)),
        (Undefined, Undefined) => true,
        _ when IsNumber(left) && IsNumber(right) => Number(left) == Number(right),
        _ => Equals(left, right),
    };

    /// <summary>Whether it is a number; booleans are, as in Python.</summary>
    public static bool IsNumber(object? value) => value is bool or long or double;

    public static double Number(object? value) => value switch { bool flag => flag ? 1 : 0, long whole => whole, double real => real, _ => double.NaN };

    /// <summary>Order of two numbers or two texts; null where they have none.</summary>
    public static int? Order(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        _ when IsNumber(left) && IsNumber(right) => Number(left).CompareTo(Number(right)),
        _ => null,
    };

    public static string Kind(object? value) => value switch
    {
        null => "none",
        Undefined => "undefined",
        bool => "a boolean",
        long or double => "a number",
        string => "a text",
        TemplateList => "a list",
        TemplateMap => "a mapping",
        _ => "a function",
    };

    /// <summary>Items of a text, a list or a mapping's keys; null where there are none to go through.</summary>
    public static IReadOnlyList<object?>? Items(object? value) => value switch
    {
        TemplateList list => list,
        TemplateMap map => [.. map.Keys],
        string text => [.. text.EnumerateRunes().Select(rune => (object?)rune.ToString())],
        Undefined => [],
        _ => null,
    };

    /// <summary>Python's str().</summary>
    public static string Text(object? value) => value switch { string text => text, Undefined => "", _ => Shown(value) };

    /// <summary>Python's repr().</summary>
    private static string Shown(object? value) => value switch
    {
        null => "None",
        Undefined => "Undefined",
        bool flag => flag ? "True" : "False",
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double real => Real(real),
        string text => Quoted(text),
        TemplateList list => $"[{string.Join(", ", list.Select(Shown))}]",
        TemplateMap map => $"{{{string.Join(", ", map.Select(item => $"{Quoted(item.Key)}: {Shown(item.Value)}"))}}}",
        TemplateFunction function => $"<function {function.Name}>",
        _ => "<loop>",
    };

    public static string Real(double real)
    {
        var text = real.ToString("R", CultureInfo.InvariantCulture);
        return double.IsFinite(real) && text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text.Replace("E", "e", StringComparison.Ordinal);
    }

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var inner = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal);
        return $"{quote}{(quote == '\'' ? inner.Replace("'", @"\'", StringComparison.Ordinal) : inner)}{quote}";
    }
}
