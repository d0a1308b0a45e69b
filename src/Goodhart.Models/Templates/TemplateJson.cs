using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Goodhart.Models;

/// <summary>JSON in and out of templates, written as transformers has Python write it: non-ASCII letters as they are, ", " and ": " between.</summary>
internal static class TemplateJson
{
    public static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Map(json),
        JsonValueKind.Array => new TemplateList(json.EnumerateArray().Select(Value)),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static string Write(object? value, int? indent, Call call)
    {
        var text = new StringBuilder();
        Write(value, indent, 0, text, call);
        return call.Made(text.ToString());
    }

    private static TemplateMap Map(JsonElement json)
    {
        var map = new TemplateMap();
        foreach (var member in json.EnumerateObject()) map[member.Name] = Value(member.Value);
        return map;
    }

    private static void Write(object? value, int? indent, int depth, StringBuilder text, Call call)
    {
        call.Run.Step(call.At);
        switch (value)
        {
            case string or null or bool or long or double:
                Scalar(value, text);
                break;
            case TemplateList list:
                Group('[', ']', list, item => Write(item, indent, depth + 1, text, call), indent, depth, text);
                break;
            case TemplateMap map:
                Group('{', '}', map, item =>
                {
                    Scalar(item.Key, text);
                    text.Append(": ");
                    Write(item.Value, indent, depth + 1, text, call);
                }, indent, depth, text);
                break;
            default:
                throw call.Wrong($"cannot write {TemplateValues.Kind(value)}{(value is Undefined missing ? $" ('{missing.What}')" : "")} as JSON");
        }
    }

    private static void Group<T>(char open, char close, IReadOnlyCollection<T> items, Action<T> write, int? indent, int depth, StringBuilder text)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first) text.Append(indent is null ? ", " : ",");
            if (indent is { } by) text.Append('\n').Append(' ', by * (depth + 1));
            first = false;
            write(item);
        }

        if (indent is { } back && items.Count > 0) text.Append('\n').Append(' ', back * depth);
        text.Append(close);
    }

    private static void Scalar(object? value, StringBuilder text)
    {
        if (value is not string letters)
        {
            text.Append(value switch { null => "null", true => "true", false => "false", double real => TemplateValues.Real(real), _ => ((long)value).ToString(CultureInfo.InvariantCulture) });
            return;
        }

        text.Append('"');
        foreach (var c in letters)
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                '\b' => @"\b",
                '\f' => @"\f",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        text.Append('"');
    }
}
