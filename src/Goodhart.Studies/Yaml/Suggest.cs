namespace Goodhart.Studies;

/// <summary>The end of a message about a name that nobody knows.</summary>
internal static class Suggest
{
    public static string Among(IReadOnlyList<string> known, string _) => $"; known are {string.Join(", ", known)}";
}
