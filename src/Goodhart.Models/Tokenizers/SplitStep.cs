namespace Goodhart.Models;

/// <summary>What becomes of the stretches that a pattern matches.</summary>
internal enum SplitBehavior { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous }

/// <summary>One step of a pre-tokeniser: cuts a stretch of text at what a pattern matches.</summary>
/// <param name="Pattern">What is matched.</param>
/// <param name="Behavior">What becomes of it.</param>
/// <param name="Invert">What lies between matches counts as matched.</param>
internal sealed record SplitStep(SplitPattern Pattern, SplitBehavior Behavior, bool Invert = false)
{
    /// <summary>Pieces of text[start..end), in order.</summary>
    public IEnumerable<(int Start, int End)> Cut(string text, int start, int end)
    {
        var parts = Parts(text, start, end);
        return Behavior switch
        {
            SplitBehavior.Removed => parts.Where(part => !part.Match).Select(part => (part.Start, part.End)),
            SplitBehavior.Isolated => parts.Select(part => (part.Start, part.End)),
            SplitBehavior.MergedWithPrevious => Joined(parts, (left, right) => !left && right),
            SplitBehavior.MergedWithNext => Joined(parts, (left, right) => left && !right),
            _ => Joined(parts, (left, right) => left == right),
        };
    }

    private List<(int Start, int End, bool Match)> Parts(string text, int start, int end)
    {
        var (parts, done) = (new List<(int, int, bool)>(), start);
        foreach (var (from, to) in Pattern.Matches(text.AsSpan(start, end - start)))
        {
            if (start + from > done) parts.Add((done, start + from, Invert));
            parts.Add((start + from, start + to, !Invert));
            done = start + to;
        }

        if (done < end) parts.Add((done, end, Invert));
        return parts;
    }

    private static List<(int Start, int End)> Joined(List<(int Start, int End, bool Match)> parts, Func<bool, bool, bool> joins)
    {
        var pieces = new List<(int Start, int End)>();
        for (var i = 0; i < parts.Count; i++)
            if (i > 0 && joins(parts[i - 1].Match, parts[i].Match)) pieces[^1] = (pieces[^1].Start, parts[i].End);
            else pieces.Add((parts[i].Start, parts[i].End));
        return pieces;
    }
}
