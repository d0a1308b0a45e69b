using System.Text.RegularExpressions;

namespace Goodhart.Learning.Judges;

/// <summary>What a judge is told, with places for what it judges.</summary>
/// <remarks>
/// Places are names in braces, such as {request} and {answer}. Those with judged text are fenced, and filled in one pass, so that a "{second}" within an answer stays as it is.
/// </remarks>
/// <param name="System">The instruction.</param>
/// <param name="User">What is asked, per sample.</param>
public sealed partial record JudgePrompt(string System, string User)
{
    /// <summary>Reads a prompt from a file: the instruction, a line of three dashes, and what is asked.</summary>
    /// <exception cref="InvalidDataException">There is no such line.</exception>
    public static JudgePrompt FromFile(string path)
    {
        var parts = DashLine().Split(File.ReadAllText(path).ReplaceLineEndings("\n"), 2);
        return parts.Length == 2 ? new(parts[0].Trim(), parts[1].Trim())
            : throw new InvalidDataException($"{path}: a judge's prompt is an instruction, a line of three dashes (---), and what is asked; found no such line.");
    }

    /// <summary>Itself, where it has the places a judge needs and no others.</summary>
    /// <exception cref="ArgumentException">A place is missing or unknown.</exception>
    internal JudgePrompt With(string[] needed, params ReadOnlySpan<string> known)
    {
        string[] all = [.. needed, .. known];
        string[] found = [.. Place().Matches(System + User).Select(m => m.Groups[1].Value).Distinct()];
        if (found.FirstOrDefault(name => !all.Contains(name)) is { } unknown) throw new ArgumentException($"The judge's prompt has an unknown place {{{unknown}}}.{Nearest.Hint(unknown, all)}");
        if (needed.FirstOrDefault(name => !User.Contains($"{{{name}}}", StringComparison.Ordinal)) is { } missing)
            throw new ArgumentException($"The judge's prompt never shows {{{missing}}}; it needs {string.Join(", ", needed.Select(n => $"{{{n}}}"))}.");
        return this;
    }

    /// <summary>The prompt for one sample.</summary>
    /// <param name="judged">Judged texts by place.</param>
    /// <param name="told">The judge's own words by place.</param>
    /// <param name="fence">The fences' key; of the judged texts unless given.</param>
    internal JudgePrompt Fill(IReadOnlyList<(string Place, string Text)> judged, IReadOnlyDictionary<string, string> told, string? fence = null)
    {
        var key = fence ?? Fence.Key([.. judged.Select(j => j.Text)]);
        return new(Filled(System), Filled(User));

        string Filled(string template) => Place().Replace(template, match =>
        {
            var name = match.Groups[1].Value;
            if (name == "key") return key;
            var at = judged.FirstOrDefault(j => j.Place == name);
            return at.Place is not null ? Fence.Around(name, key, at.Text) : told[name];
        });
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^---[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex DashLine();
}
