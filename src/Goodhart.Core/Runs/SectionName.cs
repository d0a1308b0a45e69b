namespace Goodhart.Runs;

/// <summary>Names as folders: readable, and the same on every system.</summary>
internal static class SectionName
{
    private const string Foreign = "\\:*?\"<>|'`$&;!#%~,()[]{}";

    /// <summary>Blanks and characters that some system or shell treats in its own way become dashes; letters of any script and symbols such as √ stay.</summary>
    /// <exception cref="ArgumentException">A part of the name is empty, or taken by the run's own files.</exception>
    public static string Folder(string name) => string.Join('/', name.Split('/').Select(part => Part(part, name)));

    private static string Part(string part, string name)
    {
        var dashed = string.Concat(part.Select(c => char.IsControl(c) || char.IsWhiteSpace(c) || Foreign.Contains(c, StringComparison.Ordinal) ? '-' : c));
        while (dashed.Contains("--", StringComparison.Ordinal)) dashed = dashed.Replace("--", "-", StringComparison.Ordinal);
        dashed = dashed.Trim('-', '.');
        if (!dashed.Any(char.IsLetterOrDigit)) throw new ArgumentException($"A name needs a letter or a digit in each of its parts, was '{name}'.", nameof(name));
        if (dashed is RunSection.MetricsFolder or RunSection.CheckpointsFolder) throw new ArgumentException($"'{name}' cannot be used: a run keeps its own files in '{dashed}'.", nameof(name));
        return dashed;
    }
}
