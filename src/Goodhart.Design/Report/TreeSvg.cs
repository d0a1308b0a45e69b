using Goodhart.Audit;

namespace Goodhart.Design;

/// <summary>Draws all candidates: rounds from left to right, within a round the fittest on top, lines from parents to children.</summary>
internal static class TreeSvg
{
    private const double Radius = 9, RowHeight = 27, Top = 62, Left = 46, Narrowest = 120, Widest = 1010, Word = 52;

    public static Markup Draw(DesignHistory history)
    {
        var places = Places(history, out var width, out var height);
        var (low, high) = Range(history);
        var path = history.Path.Select(n => n.Id).ToHashSet();
        return Markup.Of($"""
            <div class="scroll"><svg class="tree" viewBox="0 0 {width} {height}" role="img" aria-label="Candidates by round, with lines from parents to children">
            {Markup.Join(history.Rounds.Select((round, k) => Head(history, round, Across(k, history.Rounds.Count))))}
            {Markup.Join(Edges(history, places, path, onPath: false))}{Markup.Join(Edges(history, places, path, onPath: true))}
            {Markup.Join(history.Nodes.Where(n => places.ContainsKey(n.Id)).Select(n => Node(n, places[n.Id], Shade(n, low, high), path.Contains(n.Id), n == history.Best)))}</svg></div>
            {Legend(low, high)}
            """);
    }

    /// <summary>Where each candidate lies.</summary>
    internal static Dictionary<string, (double X, double Y)> Places(DesignHistory history, out double width, out double height)
    {
        var places = new Dictionary<string, (double, double)>();
        var rows = 1;
        for (var k = 0; k < history.Rounds.Count; k++)
        {
            DesignNode[] column = [.. history.Nodes.Where(n => n.Round == history.Rounds[k]).OrderByDescending(n => n.Fitness)];
            for (var i = 0; i < column.Length; i++) places[column[i].Id] = (Across(k, history.Rounds.Count), Top + i * RowHeight);
            rows = Math.Max(rows, column.Length);
        }

        (width, height) = (Math.Max(Widest, Across(history.Rounds.Count - 1, history.Rounds.Count) + 80), Top + (rows - 1) * RowHeight + 24);
        return places;
    }

    private static double Across(int round, int rounds) => Left + round * Math.Max(Narrowest, (Widest - Left - 90) / Math.Max(1, rounds - 1));

    private static (double Low, double High) Range(DesignHistory history)
    {
        double[] all = [.. history.Nodes.Where(n => double.IsFinite(n.Fitness)).Select(n => n.Fitness)];
        return all.Length == 0 ? (0, 1) : (all.Min(), all.Max());
    }

    private static double Shade(DesignNode node, double low, double high) => high > low ? 0.06 + 0.94 * (node.Fitness - low) / (high - low) : 1;

    private static Markup Head(DesignHistory history, string round, double x)
    {
        var summary = history.Summaries.FirstOrDefault(s => s.Round == round);
        var name = history.Started.Options.Restarts > 1 ? $"Search {round.Replace(".", ", round ")}" : $"Round {round[(round.IndexOf('.') + 1)..]}";
        return Markup.Of($"""
            <text class="head" x="{x - Radius}" y="16">{name}</text><text x="{x - Radius}" y="33">{(summary is null ? "" : $"{Say.Percent(summary.ExecuteRate)} ran")}</text>
            """);
    }

    private static IEnumerable<Markup> Edges(DesignHistory history, Dictionary<string, (double X, double Y)> places, HashSet<string> path, bool onPath)
    {
        foreach (var child in history.Nodes)
            foreach (var parent in child.Written.Parents)
            {
                if (!places.TryGetValue(parent, out var from) || !places.TryGetValue(child.Id, out var to) || (path.Contains(parent) && path.Contains(child.Id)) != onPath) continue;
                from = (Math.Min(from.X + Word, to.X - Word), from.Y);   // leaves the number beside the parent readable
                var bend = (to.X - from.X) / 2;
                yield return Markup.Of($"""<path class="edge{(onPath ? " path" : "")}" d="M{from.X} {from.Y}C{from.X + bend} {from.Y} {to.X - bend} {to.Y} {to.X} {to.Y}"/>""");
            }
    }

    private static Markup Node(DesignNode node, (double X, double Y) at, double shade, bool onPath, bool best)
    {
        var fitness = node.Outcome is null ? "" : Say.Number(node.Fitness);
        return Markup.Of($"""
            <g><title>{Title(node)}</title><circle class="disc" cx="{at.X}" cy="{at.Y}" r="{Radius}"/>
            {(node.Outcome is null ? Markup.Of($"""<circle class="failed" cx="{at.X}" cy="{at.Y}" r="{Radius - 1}"/>""") : Markup.Of($"""<circle class="fit" fill-opacity="{shade}" cx="{at.X}" cy="{at.Y}" r="{Radius - 1}"/>"""))}
            {(onPath ? Markup.Of($"""<circle class="onpath" cx="{at.X}" cy="{at.Y}" r="{Radius + 2}"/>""") : Markup.None)}
            {(node.Flag is null ? Markup.None : Markup.Of($"""<path class="flag" d="M{at.X + 6} {at.Y - 12}l6.500 11h-13z"/>"""))}
            <text class="{(best ? "strong" : "")}" x="{at.X + Radius + 8}" y="{at.Y + 4}">{fitness}{(best ? " picked" : "")}</text></g>
            """);
    }

    private static string Title(DesignNode node) => string.Join('\n', new[]
    {
        $"{node.Id}: {node.Written.Origin}",
        node.Outcome is { } o ? $"fitness {Say.Number(o.Fitness)}, {Say.Number(o.LastFitness)} at the end{(o.StoppedEarly ? ", given up early" : "")}" : node.Failure is null ? "not trained" : $"failed: {node.Failure.Message.Split('\n')[0]}",
        node.Written.Components.Count > 0 ? $"components: {string.Join(", ", node.Written.Components)}" : "",
        node.Flag is { } flag ? $"flagged: {flag}" : "",
    }.Where(line => line.Length > 0));

    private static Markup Legend(double low, double high) => Markup.Of($"""
        <p class="legend"><span class="key"><svg class="tree" style="min-width:0;width:120px" viewBox="0 0 120 18" aria-hidden="true">{Markup.Join(Enumerable.Range(0, 6).Select(i => Markup.Of($"""<circle class="fit" fill-opacity="{0.06 + 0.94 * i / 5}" cx="{10 + 20 * i}" cy="9" r="8"/>""")))}</svg>fitness {Say.Number(low)} to {Say.Number(high)}</span>
        <span class="key"><svg class="tree" style="min-width:0;width:18px" viewBox="0 0 18 18" aria-hidden="true"><circle class="failed" cx="9" cy="9" r="7.500"/></svg>did not run</span>
        <span class="key"><svg class="tree" style="min-width:0;width:18px" viewBox="0 0 18 18" aria-hidden="true"><path class="flag" d="M9 3l6.500 11h-13z"/></svg>the audit objects</span>
        <span class="key"><svg class="tree" style="min-width:0;width:30px" viewBox="0 0 30 18" aria-hidden="true"><path class="edge path" d="M2 9H28"/></svg>how the picked program came to be</span></p>
        """);
}
