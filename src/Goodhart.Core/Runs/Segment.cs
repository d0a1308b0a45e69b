using System.Globalization;

namespace Goodhart.Runs;

/// <summary>Which commits a segment file holds.</summary>
internal readonly record struct Segment(long First, long Last)
{
    private const string Extension = ".parquet";

    public Segment(long commit) : this(commit, commit) { }

    public long Commits => Last - First + 1;

    public FileInfo In(string folder) => new(Path.Combine(folder, (First == Last ? $"{First:D6}" : $"{First:D6}-{Last:D6}") + Extension));

    /// <summary>Every segment of a folder; of two that start together the larger one comes first.</summary>
    public static IEnumerable<Segment> All(string folder) => !Directory.Exists(folder) ? [] :
        Directory.GetFiles(folder, "*" + Extension).Select(Parse).OfType<Segment>().OrderBy(s => s.First).ThenByDescending(s => s.Last);

    /// <summary>The segments of a folder in order, without those that a merged one outdates.</summary>
    public static List<Segment> Current(string folder)
    {
        var current = new List<Segment>();
        foreach (var segment in All(folder))
            if (current.Count == 0 || segment.First > current[^1].Last) current.Add(segment);
        return current;
    }

    private static Segment? Parse(string path)
    {
        var ends = Path.GetFileNameWithoutExtension(path).Split('-');
        return ends.Length <= 2 && long.TryParse(ends[0], NumberStyles.None, null, out var first) && long.TryParse(ends[^1], NumberStyles.None, null, out var last)
            && first <= last ? new Segment(first, last) : null;
    }
}
