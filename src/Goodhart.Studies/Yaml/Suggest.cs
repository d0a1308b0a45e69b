namespace Goodhart.Studies;

/// <summary>The end of a message about a name that nobody knows.</summary>
internal static class Suggest
{
    public static string Among(IReadOnlyList<string> known, string name)
    {
        var near = Nearest.Of(name, known);
        return near.Count > 0 ? $"; did you mean {string.Join(" or ", near.Select(n => $"\"{n}\""))}?" : $"; known are {string.Join(", ", known)}";
    }
}
