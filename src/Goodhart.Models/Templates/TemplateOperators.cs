namespace Goodhart.Models;

/// <summary>Arithmetic, comparison, indexing and slicing as Python has them.</summary>
internal static class TemplateOperators
{
    public static object? Binary(string sign, object? left, object? right, TemplateRun run, Place at) => sign switch
    {
        "==" => TemplateValues.Same(left, right),
        "!=" => !TemplateValues.Same(left, right),
        "in" => Contains(right, left, at),
        "not in" => !Contains(right, left, at),
        "~" => Joined(TemplateValues.Text(left), TemplateValues.Text(right), run, at),
        "<" or "<=" or ">" or ">=" => Ordered(sign, TemplateValues.Order(left, right) ?? throw Unfit(sign, left, right, at)),
        "+" when left is string a && right is string b => Joined(a, b, run, at),
        "+" when left is TemplateList a && right is TemplateList b => List(a, b, run, at),
        "*" when left is string text && right is long count => Repeated(text, count, run, at),
        _ when TemplateValues.IsNumber(left) && TemplateValues.IsNumber(right) => Number(sign, left, right, at),
        _ => throw Unfit(sign, left, right, at),
    };

    public static object? Unary(string sign, object? value, Place at) => (sign, value) switch
    {
        ("not", _) => !TemplateValues.Truth(value),
        ("+", long or double) => value,
        ("-", long whole) => unchecked(-whole),
        ("-", double real) => -real,
        _ => throw at.Wrong($"'{sign}' needs a number, was {TemplateValues.Kind(value)}{Name(value)}."),
    };

    /// <summary>A list's item, a mapping's value or a text's character; undefined where there is none.</summary>
    public static object? Item(object? of, object? key, Place at)
    {
        if (of is TemplateMap map && key is string name) return map.TryGetValue(name, out var value) ? value : new Undefined(name);
        if (of is TemplateLoop loop && key is string attribute) return loop[attribute];
        if (of is Undefined missing) throw at.Wrong($"'{missing.What}' is undefined.");
        if (key is not long index) return new Undefined(TemplateValues.Text(key));
        if (of is string text)
        {
            var place = index < 0 ? index + text.Length : index;
            return place >= 0 && place < text.Length ? text[(int)place].ToString() : new Undefined($"[{index}]");
        }

        if (of is not TemplateList list) return new Undefined($"[{index}]");
        var at0 = index < 0 ? index + list.Count : index;
        return at0 >= 0 && at0 < list.Count ? list[(int)at0] : new Undefined($"[{index}]");
    }

    public static object? Slice(object? of, object? start, object? stop, object? step, TemplateRun run, Place at)
    {
        var by = Bound(step, at) ?? 1;
        if (by == 0) throw at.Wrong("a slice's step may not be 0.");
        switch (of)
        {
            case string text:
                var letters = Places(text.Length, Bound(start, at), Bound(stop, at), by).Select(i => text[i]).ToArray();
                run.Room(letters.Length, at);
                return new string(letters);
            case TemplateList list:
                var items = Places(list.Count, Bound(start, at), Bound(stop, at), by).Select(i => list[i]).ToList();
                run.Step(at, items.Count);
                return new TemplateList(items);
            default:
                throw at.Wrong($"{TemplateValues.Kind(of)}{Name(of)} cannot be sliced.");
        }
    }

    private static IEnumerable<int> Places(int length, long? start, long? stop, long step)
    {
        long Within(long index, long low, long high) => Math.Clamp(index < 0 ? index + length : index, low, high);
        if (step > 0)
            for (long i = Within(start ?? 0, 0, length), end = Within(stop ?? length, 0, length); i < end; i += step) yield return (int)i;
        else
            for (long i = start is { } from ? Within(from, -1, length - 1) : length - 1, end = stop is { } to ? Within(to, -1, length - 1) : -1; i > end; i += step) yield return (int)i;
    }

    private static long? Bound(object? value, Place at) => value switch
    {
        null => null,
        long whole => Math.Clamp(whole, int.MinValue, int.MaxValue),
        _ => throw at.Wrong($"a slice needs whole numbers, was {TemplateValues.Kind(value)}."),
    };

    private static bool Contains(object? whole, object? part, Place at) => whole switch
    {
        string text when part is string inner => text.Contains(inner, StringComparison.Ordinal),
        TemplateList list => list.Any(item => TemplateValues.Same(item, part)),
        TemplateMap map => part is string key && map.ContainsKey(key),
        Undefined => false,
        _ => throw at.Wrong($"'in' needs a text, list or mapping on its right, was {TemplateValues.Kind(whole)}."),
    };

    private static bool Ordered(string sign, int order) => sign switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };

    private static string Joined(string left, string right, TemplateRun run, Place at)
    {
        run.Room((long)left.Length + right.Length, at);
        return left + right;
    }

    private static TemplateList List(TemplateList left, TemplateList right, TemplateRun run, Place at)
    {
        run.Step(at, left.Count + right.Count);
        return new([.. left, .. right]);
    }

    private static string Repeated(string text, long count, TemplateRun run, Place at)
    {
        var times = Math.Clamp(count, 0, int.MaxValue);
        run.Room(text.Length * times, at);
        return text.Length == 0 ? "" : string.Concat(Enumerable.Repeat(text, (int)times));
    }

    private static object Number(string sign, object? left, object? right, Place at)
    {
        try
        {
            if (left is not double && right is not double && sign != "/") return Whole(sign, (long)TemplateValues.Number(left), (long)TemplateValues.Number(right), at);
        }
        catch (OverflowException)
        {
            throw at.Wrong($"'{sign}' gives a number that is too large.");
        }

        var (a, b) = (TemplateValues.Number(left), TemplateValues.Number(right));
        if (b == 0 && sign is "/" or "//" or "%" && b == 0) throw at.Wrong("division by zero.");
        return sign switch { "+" => a + b, "-" => a - b, "*" => a * b, "/" => a / b, "//" => Math.Floor(a / b), "%" => a - b * Math.Floor(a / b), _ => Math.Pow(a, b) };
    }

    private static object Whole(string sign, long a, long b, Place at)
    {
        if (b == 0 && sign is "//" or "%" && b == 0) throw at.Wrong("division by zero.");
        return sign switch
        {
            "+" => (object)checked(a + b),
            "-" => checked(a - b),
            "*" => checked(a * b),
            "//" => Floor(a, b),
            "%" => a - b * Floor(a, b),
            _ => Math.Pow(a, b) is var power && b >= 0 && Math.Abs(power) < 1L << 53 ? (object)(long)power : power,
        };
    }

    private static long Floor(long a, long b) => checked(a / b) - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);

    private static TemplateException Unfit(string sign, object? left, object? right, Place at) =>
        at.Wrong($"'{sign}' cannot be used between {TemplateValues.Kind(left)}{Name(left)} and {TemplateValues.Kind(right)}{Name(right)}.");

    private static string Name(object? value) => value is Undefined missing ? $" ('{missing.What}')" : "";
}
