namespace Goodhart.Studies;

/// <summary>Where a world comes from.</summary>
/// <param name="Name">Name in the catalogue, or of a class in <paramref name="Assembly"/>.</param>
/// <param name="Assembly">Full path of the user's assembly; null for the catalogue.</param>
public sealed record WorldReference(string Name, string? Assembly = null)
{
    /// <summary>Reads <c>tomato</c> or <c>my.dll:MyWorld</c>; the assembly's path is relative to <paramref name="folder"/>.</summary>
    /// <exception cref="FormatException">Neither form.</exception>
    public static WorldReference Parse(string text, string folder)
    {
        var dll = text.LastIndexOf(".dll:", StringComparison.OrdinalIgnoreCase);   // not the first colon: C:\worlds\my.dll:MyWorld
        var name = dll < 0 ? text : text[(dll + 5)..];
        if (name.Length == 0 || name.Any(c => !char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.' or '+')))
            throw new FormatException($"expected a world of the catalogue or my.dll:MyWorld, got \"{text}\"");
        return dll < 0 ? new(text) : new(name, Path.GetFullPath(text[..(dll + 4)], folder));
    }

    public override string ToString() => Assembly is null ? Name : $"{Path.GetFileName(Assembly)}:{Name}";
}
