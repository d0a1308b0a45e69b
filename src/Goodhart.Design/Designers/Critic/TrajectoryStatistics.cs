using System.Globalization;
using System.Text;

namespace Goodhart.Design;

/// <summary>How episodes ended, in words and numbers that follow from the record alone.</summary>
public static class TrajectoryStatistics
{
    /// <summary>Counts, lengths, what was explored and what was observed last, a line per ending.</summary>
    public static string Of(EpisodeDigest digest)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{digest.Count} episodes of the trained agent ended like this:\n");
        foreach (var end in digest.Endings)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {end.Ending}: {end.Count} ({digest.Share(end.Ending):P0}), after {end.Steps:F1} steps on average");
            if (end.Explored is { } explored) text.Append(CultureInfo.InvariantCulture, $", {explored:F1} explored each");
            if (end.Ending != digest.Success && digest.PerExplored(end.Ending) is var rate && double.IsFinite(rate)) text.Append(CultureInfo.InvariantCulture, $", {1000 * rate:F2} per 1000 explored");
            text.Append(CultureInfo.InvariantCulture, $". At the end: {string.Join(", ", end.AtEnd.Select(f => $"{f.Name} {Number(f.Mean)}"))}.\n");
        }

        return text.ToString().TrimEnd('\n').Replace(" %", "%", StringComparison.Ordinal);
    }

    /// <summary>The last steps of episodes that failed: all fields where they begin, then what each step changed.</summary>
    public static string LastSteps(EpisodeDigest digest)
    {
        var text = new StringBuilder();
        foreach (var end in digest.Endings)
            for (var i = 0; i < end.Shown.Count; i++)
            {
                var (steps, names) = (end.Shown[i], end.AtEnd);
                text.Append(CultureInfo.InvariantCulture, $"Last {steps.Count} steps of an episode that ended as {end.Ending}, from {string.Join(", ", names.Select((f, k) => $"{f.Name} {Number(steps[0].Before[k])}"))}:\n");
                foreach (var step in steps)
                {
                    string[] changes = [.. names.Select((f, k) => step.Before[k] == step.After[k] ? null : $"{f.Name} {Number(step.Before[k])} → {Number(step.After[k])}").OfType<string>()];
                    text.Append(CultureInfo.InvariantCulture, $"  {step.Action}: {(changes.Length > 0 ? string.Join(", ", changes) : "nothing changes")}\n");
                }
            }

        return text.ToString().TrimEnd('\n');
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture) is "-0" ? "0" : value.ToString("0.##", CultureInfo.InvariantCulture);
}
