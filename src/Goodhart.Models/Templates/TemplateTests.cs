namespace Goodhart.Models;

/// <summary>Tests: <c>value is name</c>.</summary>
internal static class TemplateTests
{
    private static readonly Dictionary<string, Func<object?, Call, bool>> known = new(StringComparer.Ordinal)
    {
        ["defined"] = (value, _) => value is not Undefined,
        ["undefined"] = (value, _) => value is Undefined,
        ["none"] = (value, _) => value is null,
        ["string"] = (value, _) => value is string,
        ["mapping"] = (value, _) => value is TemplateMap { IsNamespace: false },
        ["sequence"] = (value, _) => value is string or TemplateList or TemplateMap { IsNamespace: false } or Undefined,
        ["iterable"] = (value, _) => value is string or TemplateList or TemplateMap { IsNamespace: false } or Undefined,
        ["boolean"] = (value, _) => value is bool,
        ["true"] = (value, _) => value is true,
        ["false"] = (value, _) => value is false,
        ["number"] = (value, _) => TemplateValues.IsNumber(value),
        ["integer"] = (value, _) => value is long,
        ["float"] = (value, _) => value is double,
        ["callable"] = (value, _) => value is TemplateFunction,
        ["odd"] = (value, call) => TemplateOperators.Binary("%", value, 2L, call.Run, call.At) is 1L,
        ["even"] = (value, call) => TemplateOperators.Binary("%", value, 2L, call.Run, call.At) is 0L,
        ["divisibleby"] = (value, call) => TemplateOperators.Binary("%", value, call[0, "num"], call.Run, call.At) is 0L,
        ["upper"] = (value, _) => TemplateValues.Text(value) is var text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["lower"] = (value, _) => TemplateValues.Text(value) is var text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["in"] = (value, call) => Compared("in", value, call),
        ["equalto"] = (value, call) => Compared("==", value, call),
        ["eq"] = (value, call) => Compared("==", value, call),
        ["sameas"] = (value, call) => Compared("==", value, call),
        ["ne"] = (value, call) => Compared("!=", value, call),
        ["lt"] = (value, call) => Compared("<", value, call),
        ["lessthan"] = (value, call) => Compared("<", value, call),
        ["le"] = (value, call) => Compared("<=", value, call),
        ["gt"] = (value, call) => Compared(">", value, call),
        ["greaterthan"] = (value, call) => Compared(">", value, call),
        ["ge"] = (value, call) => Compared(">=", value, call),
    };

    /// <exception cref="TemplateException">There is no such test.</exception>
    public static bool Holds(object? value, Call call) => known.TryGetValue(call.Name, out var test) ? test(value, call)
        : throw call.At.Wrong($"there is no test '{call.Name}'.{Nearest.Hint(call.Name, known.Keys)}");

    private static bool Compared(string sign, object? value, Call call) => TemplateOperators.Binary(sign, value, call[0, "other"], call.Run, call.At) is true;
}
