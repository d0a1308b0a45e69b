using System.Text;

namespace Goodhart.Models;

/// <summary>Methods of texts, mappings and lists.</summary>
internal static class TemplateMethods
{
    private static readonly Dictionary<string, Func<string, Call, object?>> texts = new(StringComparer.Ordinal)
    {
        ["startswith"] = (text, call) => Any(call, text.StartsWith),
        ["endswith"] = (text, call) => Any(call, text.EndsWith),
        ["strip"] = (text, call) => Stripped(text, call, true, true),
        ["lstrip"] = (text, call) => Stripped(text, call, true, false),
        ["rstrip"] = (text, call) => Stripped(text, call, false, true),
        ["split"] = (text, call) => Split(text, call, fromRight: false),
        ["rsplit"] = (text, call) => Split(text, call, fromRight: true),
        ["splitlines"] = (text, _) => new TemplateList((text.EndsWith('\n') ? text[..^1] : text) is { Length: > 0 } lines ? lines.Split('\n') : []),
        ["replace"] = (text, call) => Replaced(text, call.Text(0, "old"), call.Text(1, "new"), call.Whole(2, "count", -1), call),
        ["upper"] = (text, call) => call.Made(text.ToUpperInvariant()),
        ["lower"] = (text, call) => call.Made(text.ToLowerInvariant()),
        ["title"] = (text, call) => call.Made(Title(text)),
        ["capitalize"] = (text, call) => call.Made(Capitalised(text)),
        ["find"] = (text, call) => (long)text.IndexOf(call.Text(0, "sub"), StringComparison.Ordinal),
        ["rfind"] = (text, call) => (long)text.LastIndexOf(call.Text(0, "sub"), StringComparison.Ordinal),
        ["count"] = (text, call) => (long)Count(text, call.Text(0, "sub")),
        ["join"] = (text, call) => Joined(text, call[0, "iterable"], call),
        ["removeprefix"] = (text, call) => call.Text(0, "prefix") is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
        ["removesuffix"] = (text, call) => call.Text(0, "suffix") is { Length: > 0 } suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
        ["isdigit"] = (text, _) => text.Length > 0 && text.All(char.IsDigit),
        ["isalpha"] = (text, _) => text.Length > 0 && text.All(char.IsLetter),
        ["isspace"] = (text, _) => text.Length > 0 && text.All(char.IsWhiteSpace),
        ["isupper"] = (text, _) => text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["islower"] = (text, _) => text.Any(char.IsLower) && !text.Any(char.IsUpper),
    };

    private static readonly Dictionary<string, Func<TemplateMap, Call, object?>> maps = new(StringComparer.Ordinal)
    {
        ["items"] = (map, _) => new TemplateList(map.Select(item => new TemplateList([item.Key, item.Value]))),
        ["keys"] = (map, _) => new TemplateList(map.Keys),
        ["values"] = (map, _) => new TemplateList(map.Values),
        ["get"] = (map, call) => map.TryGetValue(call.Text(0, "key"), out var value) ? value : call[1, "default"] is var other and not Undefined ? other : null,
    };

    private static readonly Dictionary<string, Func<TemplateList, Call, object?>> lists = new(StringComparer.Ordinal)
    {
        ["index"] = (list, call) => list.FindIndex(item => TemplateValues.Same(item, call[0, "value"])) is >= 0 and var index ? (long)index : throw call.Wrong("did not find the value"),
        ["count"] = (list, call) => list.LongCount(item => TemplateValues.Same(item, call[0, "value"])),
    };

    /// <summary>A method of a value; null where it has none of this name.</summary>
    public static TemplateFunction? Of(object? value, string name) => value switch
    {
        string text when texts.TryGetValue(name, out var method) => new(name, call => method(text, call)),
        TemplateMap { IsNamespace: false } map when maps.TryGetValue(name, out var method) => new(name, call => method(map, call)),
        TemplateList list when lists.TryGetValue(name, out var method) => new(name, call => method(list, call)),
        _ => null,
    };

    public static IEnumerable<string> Names(object? value) => value switch { string => texts.Keys, TemplateMap => maps.Keys, TemplateList => lists.Keys, _ => [] };

    public static string Replaced(string text, string old, string by, long count, Call call)
    {
        var hits = old.Length == 0 ? text.Length + 1 : Count(text, old);
        if (count >= 0) hits = (int)Math.Min(hits, count);
        call.Run.Room(text.Length + (long)hits * by.Length, call.At);
        if (hits == 0) return text;
        var (result, at) = (new StringBuilder(), 0);
        for (; hits > 0; hits--)
        {
            var next = text.IndexOf(old, at, StringComparison.Ordinal);
            if (old.Length == 0 && result.Length > 0) next = Math.Min(at + 1, text.Length);
            result.Append(text, at, next - at).Append(by);
            at = next + old.Length;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    public static string Joined(string between, object? items, Call call)
    {
        var parts = TemplateValues.Items(items) ?? throw call.Wrong($"needs a list, was {TemplateValues.Kind(items)}");
        var texts = parts.Select(TemplateValues.Text).ToList();
        call.Run.Room(texts.Sum(text => (long)text.Length + between.Length), call.At);
        return string.Join(between, texts);
    }

    public static string Title(string text)
    {
        var (letters, inside) = (text.ToCharArray(), false);
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = inside ? char.ToLowerInvariant(letters[i]) : char.ToUpperInvariant(letters[i]);
            inside = char.IsLetter(letters[i]);
        }

        return new(letters);
    }

    /// <summary>Jinja's filter, unlike Python's method, begins words only after white space, hyphens and opening brackets.</summary>
    public static string TitleOfWords(string text)
    {
        var (letters, inside) = (text.ToCharArray(), false);
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = inside ? char.ToLowerInvariant(letters[i]) : char.ToUpperInvariant(letters[i]);
            inside = !char.IsWhiteSpace(letters[i]) && letters[i] is not ('-' or '(' or '{' or '[' or '<');
        }

        return new(letters);
    }

    public static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    private static bool Any(Call call, Func<string, StringComparison, bool> holds) => call[0, "prefix"] switch
    {
        string one => holds(one, StringComparison.Ordinal),
        TemplateList several => several.OfType<string>().Any(one => holds(one, StringComparison.Ordinal)),
        var value => throw call.Wrong($"needs a text, was {TemplateValues.Kind(value)}"),
    };

    private static string Stripped(string text, Call call, bool left, bool right)
    {
        var signs = call[0, "chars"] as string;
        bool Goes(char c) => signs is null ? char.IsWhiteSpace(c) : signs.Contains(c);
        var (start, end) = (0, text.Length);
        while (left && start < end && Goes(text[start])) start++;
        while (right && end > start && Goes(text[end - 1])) end--;
        return call.Made(text[start..end]);
    }

    private static TemplateList Split(string text, Call call, bool fromRight)
    {
        var most = call.Whole(1, "maxsplit", -1) is >= 0 and < int.MaxValue and var given ? (int)given : int.MaxValue - 1;
        var (sign, blanks) = (call[0, "sep"] as string, call[0, "sep"] is not string);
        if (sign is { Length: 0 }) throw call.Wrong("needs a separator that is not empty");
        call.Run.Room(text.Length, call.At);
        if (blanks && most >= int.MaxValue - 1) return new(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (blanks) throw call.Wrong("needs a separator where the number of parts is limited");
        if (!fromRight) return new(text.Split(sign, most + 1));
        var parts = text.Split(sign);
        var kept = Math.Min(most, parts.Length - 1);
        return new([string.Join(sign, parts[..(parts.Length - kept)]), .. parts[(parts.Length - kept)..]]);
    }

    private static int Count(string text, string part)
    {
        if (part.Length == 0) return text.Length + 1;
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal)) count++;
        return count;
    }
}
