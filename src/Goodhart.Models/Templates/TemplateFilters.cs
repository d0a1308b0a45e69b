using System.Globalization;

namespace Goodhart.Models;

/// <summary>Filters: <c>value | name(arguments)</c>.</summary>
internal static class TemplateFilters
{
    private static readonly Dictionary<string, Func<object?, Call, object?>> known = new(StringComparer.Ordinal)
    {
        ["trim"] = (value, call) => TemplateMethods.Of(TemplateValues.Text(value), "strip")!.Run(call),
        ["tojson"] = (value, call) => TemplateJson.Write(value, call.Has(1, "indent") || call.Has(0, "indent") ? (int)Math.Clamp(call.Has(1, "indent") ? call.Whole(1, "indent", 0) : call.Whole(0, "indent", 0), 0, 16) : null, call),
        ["length"] = (value, call) => Length(value, call),
        ["count"] = (value, call) => Length(value, call),
        ["join"] = (value, call) => TemplateMethods.Joined(call.Text(0, "d", ""), call.Has(1, "attribute") ? Mapped(value, call.Text(1, "attribute"), call) : value, call),
        ["replace"] = (value, call) => TemplateMethods.Replaced(TemplateValues.Text(value), call.Text(0, "old"), call.Text(1, "new"), call.Whole(2, "count", -1), call),
        ["default"] = Default,
        ["d"] = Default,
        ["items"] = (value, call) => value is Undefined ? new TemplateList([]) : TemplateMethods.Of(value as TemplateMap, "items")?.Run(call) ?? throw call.Wrong($"needs a mapping, was {TemplateValues.Kind(value)}"),
        ["string"] = (value, call) => call.Made(TemplateValues.Text(value)),
        ["safe"] = (value, _) => value,
        ["upper"] = (value, call) => call.Made(TemplateValues.Text(value).ToUpperInvariant()),
        ["lower"] = (value, call) => call.Made(TemplateValues.Text(value).ToLowerInvariant()),
        ["title"] = (value, call) => call.Made(TemplateMethods.TitleOfWords(TemplateValues.Text(value))),
        ["capitalize"] = (value, call) => call.Made(TemplateMethods.Capitalised(TemplateValues.Text(value))),
        ["first"] = (value, call) => Items(value, call) is [var first, ..] ? first : new Undefined("first item"),
        ["last"] = (value, call) => Items(value, call) is [.., var last] ? last : new Undefined("last item"),
        ["list"] = (value, call) => new TemplateList(Items(value, call)),
        ["reverse"] = (value, call) => value is string text ? new string([.. text.Reverse()]) : new TemplateList(Items(value, call).Reverse()),
        ["unique"] = (value, call) => new TemplateList(Items(value, call).DistinctBy(TemplateValues.Text)),
        ["sort"] = Sorted,
        ["sum"] = (value, call) => Items(value, call).Aggregate((object?)0L, (sum, item) => TemplateOperators.Binary("+", sum, item, call.Run, call.At)),
        ["min"] = (value, call) => Sorted(value, call).FirstOrDefault(new Undefined("min")),
        ["max"] = (value, call) => Sorted(value, call).LastOrDefault(new Undefined("max")),
        ["dictsort"] = (value, call) => value is TemplateMap map ? new TemplateList(map.OrderBy(item => item.Key, StringComparer.OrdinalIgnoreCase).Select(item => new TemplateList([item.Key, item.Value]))) : throw call.Wrong($"needs a mapping, was {TemplateValues.Kind(value)}"),
        ["map"] = Map,
        ["select"] = (value, call) => Selected(value, call, attribute: false, keep: true),
        ["reject"] = (value, call) => Selected(value, call, attribute: false, keep: false),
        ["selectattr"] = (value, call) => Selected(value, call, attribute: true, keep: true),
        ["rejectattr"] = (value, call) => Selected(value, call, attribute: true, keep: false),
        ["int"] = (value, call) => value is long or bool or double ? (long)TemplateValues.Number(value) : long.TryParse(TemplateValues.Text(value).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : call.Whole(0, "default", 0),
        ["float"] = (value, _) => TemplateValues.IsNumber(value) ? TemplateValues.Number(value) : double.TryParse(TemplateValues.Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : 0.0,
        ["abs"] = (value, call) => value switch { long whole => (object)Math.Abs(Math.Max(whole, -long.MaxValue)), double real => Math.Abs(real), _ => throw call.Wrong($"needs a number, was {TemplateValues.Kind(value)}") },
        ["round"] = (value, call) => Math.Round(TemplateValues.Number(value), (int)Math.Clamp(call.Whole(0, "precision", 0), 0, 15), MidpointRounding.ToEven),
        ["indent"] = Indented,
    };

    /// <exception cref="TemplateException">There is no such filter, or it cannot be applied.</exception>
    public static object? Apply(object? value, Call call) => known.TryGetValue(call.Name, out var filter) ? filter(value, call)
        : throw call.At.Wrong($"there is no filter '{call.Name}'.{Nearest.Hint(call.Name, known.Keys)}");

    private static object? Default(object? value, Call call) => value is Undefined || (call.Flag(1, "boolean") && !TemplateValues.Truth(value)) ? call[0, "default_value"] is var other and not Undefined ? other : "" : value;

    private static long Length(object? value, Call call) => value switch
    {
        string text => (long)text.Length,
        _ => (long)Items(value, call).Count,
    };

    private static IReadOnlyList<object?> Items(object? value, Call call)
    {
        var items = TemplateValues.Items(value) ?? throw call.Wrong($"needs a list, was {TemplateValues.Kind(value)}");
        call.Run.Step(call.At, items.Count);
        return items;
    }

    private static TemplateList Mapped(object? value, string attribute, Call call) => new(Items(value, call).Select(item => Attribute(item, attribute, call)));

    /// <summary>An attribute of an item, also one of an attribute ("function.name").</summary>
    private static object? Attribute(object? item, string path, Call call) => path.Split('.').Aggregate(item, (value, name) => TemplateOperators.Item(value, name, call.At));

    private static TemplateList Map(object? value, Call call)
    {
        if (call.Named.TryGetValue("attribute", out var attribute))
            return new TemplateList(Mapped(value, TemplateValues.Text(attribute), call).Select(item => item is Undefined && call.Named.TryGetValue("default", out var other) ? other : item));
        var inner = call with { Name = call.Text(0, "filter"), Values = [.. call.Values.Skip(1)] };
        return new TemplateList(Items(value, call).Select(item => Apply(item, inner)));
    }

    private static TemplateList Selected(object? value, Call call, bool attribute, bool keep)
    {
        var skip = attribute ? 1 : 0;
        var test = call.Values.Count > skip ? call with { Name = call.Text(skip, "test"), Values = [.. call.Values.Skip(skip + 1)] } : null;
        return new(Items(value, call).Where(item =>
        {
            var subject = attribute ? Attribute(item, call.Text(0, "attribute"), call) : item;
            return (test is null ? TemplateValues.Truth(subject) : TemplateTests.Holds(subject, test)) == keep;
        }));
    }

    private static TemplateList Sorted(object? value, Call call)
    {
        object? Key(object? item) => call.Named.TryGetValue("attribute", out var attribute) ? Attribute(item, TemplateValues.Text(attribute), call) : item is string text ? text.ToLowerInvariant() : item;
        var sorted = Items(value, call).Order(Comparer<object?>.Create((a, b) =>
            TemplateValues.Order(Key(a), Key(b)) ?? throw call.Wrong($"cannot order {TemplateValues.Kind(Key(a))} and {TemplateValues.Kind(Key(b))}")));
        return call.Flag(0, "reverse") ? new(sorted.Reverse()) : new(sorted);
    }

    private static string Indented(object? value, Call call)
    {
        var (width, text) = ((int)Math.Clamp(call.Whole(0, "width", 4), 0, 256), TemplateValues.Text(value));
        var lines = text.Split('\n');
        call.Run.Room(text.Length + (long)lines.Length * width, call.At);
        var blank = new string(' ', width);
        return string.Join('\n', lines.Select((line, i) => (i == 0 ? call.Flag(1, "first") : line.Length > 0 || call.Flag(2, "blank")) ? blank + line : line));
    }
}
