namespace Goodhart;

/// <summary>Finds the names somebody may have meant.</summary>
public static class Nearest
{
    /// <summary>Up to <paramref name="most"/> known names close to <paramref name="wanted"/>, closest first, ties in alphabetical order; case does not count.</summary>
    /// <remarks>
    /// Close is a distance of at most a third of the wanted name's length, and of at least 1 and at most 4 edits; or a name that begins with the wanted one.
    /// </remarks>
    public static IReadOnlyList<string> Of(string wanted, IEnumerable<string> known, int most = 3)
    {
        var within = Math.Clamp(wanted.Length / 3, 1, 4);
        return [.. known.Distinct()
            .Select(name => (Name: name, Edits: Distance(wanted, name), Begins: wanted.Length > 1 && name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)))
            .Where(near => near.Edits <= within || near.Begins)
            .OrderBy(near => near.Edits).ThenBy(near => near.Name, StringComparer.Ordinal)
            .Take(most).Select(near => near.Name)];
    }

    /// <summary>A sentence to append to an error, as in " Did you mean 'cartpole'?", or the whole list of known names where none is close.</summary>
    public static string Hint(string wanted, IReadOnlyCollection<string> known)
    {
        var near = Of(wanted, known);
        if (near.Count > 0) return $" Did you mean {string.Join(" or ", near.Select(name => $"'{name}'"))}?";
        return known.Count > 0 ? $" Known: {string.Join(", ", known.Order(StringComparer.Ordinal))}." : "";
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one text into the other (optimal string alignment), case aside.</summary>
    internal static int Distance(string from, string to)
    {
        var (above, current, next) = (new int[to.Length + 1], Enumerable.Range(0, to.Length + 1).ToArray(), new int[to.Length + 1]);
        for (var i = 0; i < from.Length; i++)
        {
            next[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                next[j + 1] = Math.Min(Math.Min(next[j], current[j + 1]) + 1, current[j] + (Same(from[i], to[j]) ? 0 : 1));
                if (i > 0 && j > 0 && Same(from[i], to[j - 1]) && Same(from[i - 1], to[j])) next[j + 1] = Math.Min(next[j + 1], above[j - 1] + 1);
            }

            (above, current, next) = (current, next, above);
        }

        return current[to.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
