using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary>The studies that come with the program.</summary>
internal static class BuiltinStudies
{
    private static readonly Dictionary<string, Func<Study>> all = new(StringComparer.Ordinal) { ["tomato"] = () => TomatoStudy.Create() };

    public static IReadOnlyCollection<string> Names => all.Keys;

    public static Study Create(string name) => all[name]();
}
