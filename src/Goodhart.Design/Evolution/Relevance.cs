namespace Goodhart.Design.Evolution;

/// <summary>How much a word of a world has to do with the task's sentence: the only use that search without a language model can make of it.</summary>
internal sealed class Relevance
{
    private readonly HashSet<string> task;

    public Relevance(string task) => this.task = [.. Words(task)];

    /// <summary>1 for names the task does not speak of, 3 for those it does.</summary>
    public double Of(string name) => Words(name).Any(task.Contains) ? 3 : 1;

    public double Of(Reading measure) => Of(Names(measure)) * (measure switch
    {
        Reading.Distance => 4,      // where there are points, their distances say more than single axes
        Reading.Gap => 1,
        Reading.Level or Reading.Size => 0.5,
        _ => 0.5,
    });

    /// <summary>Two names share a word, as "has key" and "key" do.</summary>
    public static bool Akin(string a, string b) => Words(a).Intersect(Words(b)).Any();

    /// <summary>All names in a measure.</summary>
    public static string Names(Reading measure) => measure switch
    {
        Reading.Distance d => $"{d.From} {d.To}",
        Reading.Gap gap => $"{gap.From} {gap.To}",
        Reading.Length length => length.Of,
        Reading.Size size => size.Of,
        Reading.Level level => level.Of,
        _ => "",
    };

    // Short words say nothing; a plural s would hide a match.
    private static IEnumerable<string> Words(string text) =>
        new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.Length > 2 && w is not ("the" or "and" or "for" or "has" or "with")).Select(w => w.TrimEnd('s'));
}
