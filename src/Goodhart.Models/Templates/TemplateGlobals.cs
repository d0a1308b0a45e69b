using System.Globalization;
using System.Text;

namespace Goodhart.Models;

/// <summary>Functions that transformers gives to templates, beside Jinja's own.</summary>
internal static class TemplateGlobals
{
    private const int LongestRange = 100_000;   // Jinja's sandbox has the same bound

    public static TemplateScope Scope()
    {
        var scope = new TemplateScope(null);
        foreach (var (name, run) in (ReadOnlySpan<(string, Func<Call, object?>)>)[
            ("raise_exception", call => throw call.At.Wrong($"{call.Text(0, "message").ReplaceLineEndings(" ")}")),
            ("strftime_now", call => Time(call)),
            ("namespace", call => Named(call, isNamespace: true)),
            ("dict", call => Named(call, isNamespace: false)),
            ("range", Range)])
            scope[name] = new TemplateFunction(name, run);
        return scope;
    }

    private static TemplateMap Named(Call call, bool isNamespace)
    {
        var map = new TemplateMap { IsNamespace = isNamespace };
        if (call.Values is [TemplateMap source]) foreach (var (name, value) in source) map[name] = value;
        foreach (var (name, value) in call.Named) map[name] = value;
        return map;
    }

    private static TemplateList Range(Call call)
    {
        var (start, stop, step) = call.Values.Count == 1 ? (0, call.Whole(0, "stop"), 1) : (call.Whole(0, "start"), call.Whole(1, "stop"), call.Whole(2, "step", 1));
        if (step == 0) throw call.Wrong("needs a step other than 0");
        var count = Math.Max(0, Math.Ceiling(((double)stop - start) / step));
        if (count > LongestRange) throw call.Wrong($"may have {LongestRange} numbers, was {count}");
        call.Run.Step(call.At, (int)count);
        return new(Enumerable.Range(0, (int)count).Select(i => (object?)(start + i * step)));
    }

    private static string Time(Call call)
    {
        var (now, format, text) = (call.Run.Clock.GetLocalNow(), call.Text(0, "format"), new StringBuilder());
        for (var i = 0; i < format.Length; i++)
            if (format[i] != '%' || i + 1 == format.Length) text.Append(format[i]);
            else text.Append(Part(now, format[++i], call));
        return call.Made(text.ToString());
    }

    private static string Part(DateTimeOffset now, char sign, Call call)
    {
        var pattern = sign switch
        {
            'Y' => "yyyy",
            'y' => "yy",
            'm' => "MM",
            'd' => "dd",
            'B' => "MMMM",
            'b' => "MMM",
            'A' => "dddd",
            'a' => "ddd",
            'H' => "HH",
            'I' => "hh",
            'M' => "mm",
            'S' => "ss",
            'p' => "tt",
            'F' => "yyyy-MM-dd",
            'T' => "HH:mm:ss",
            _ => null,
        };
        return pattern is not null ? now.ToString(pattern, CultureInfo.InvariantCulture) : sign switch
        {
            '%' => "%",
            'j' => now.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            'e' => now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            _ => throw call.Wrong($"does not know '%{sign}'"),
        };
    }
}
