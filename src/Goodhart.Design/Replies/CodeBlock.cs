using System.Text.RegularExpressions;

namespace Goodhart.Design;

/// <summary>The program in a chat model's answer.</summary>
public static partial class CodeBlock
{
    private static readonly string[] tags = ["csharp", "cs", "c#"];

    /// <summary>
    /// The first of: a fenced block tagged as C#; any fenced block; the whole answer where it is code. Among several blocks of a kind the first one that declares
    /// <paramref name="entry"/> counts. Nothing is cut from a block, so that helper methods before and after the entry stay.
    /// </summary>
    /// <param name="reply">The answer.</param>
    /// <param name="entry">The method that a program must declare.</param>
    public static ExtractedCode Extract(string reply, string entry = "Reward")
    {
        if (string.IsNullOrWhiteSpace(reply)) return new(null, "The answer is empty.");
        var blocks = Blocks(reply);
        var kind = blocks.Where(b => tags.Contains(b.Tag, StringComparer.OrdinalIgnoreCase)).ToArray();
        if (kind.Length == 0) kind = [.. blocks];
        var code = kind.Select(b => b.Code).FirstOrDefault(c => Declares(c, entry)) ?? kind.FirstOrDefault().Code;
        if (code is null && Declares(reply, entry)) code = reply;
        if (code is null) return new(null, $"The answer holds no code: it has no fenced block, and its text declares no method '{entry}'.");
        return string.IsNullOrWhiteSpace(code) ? new(null, "The answer's fenced block is empty.") : new(code.Trim('\n'), "");
    }

    /// <summary>A program as a fenced block, as models are asked to give it.</summary>
    public static string Fence(string program) => $"```csharp\n{program.ReplaceLineEndings("\n").Trim('\n')}\n```";

    /// <summary>Line by line, so that no answer takes longer than its length; a fence that is never closed (an answer cut off) runs to the end.</summary>
    private static List<(string Tag, string Code)> Blocks(string reply)
    {
        var blocks = new List<(string, string)>();
        string? tag = null, fence = null;
        var code = new List<string>();
        foreach (var line in reply.ReplaceLineEndings("\n").Split('\n'))
        {
            var trimmed = line.Trim();
            if (fence is null && Opening().Match(trimmed) is { Success: true } opening)
                (fence, tag) = (opening.Groups[1].Value, opening.Groups[2].Value);
            else if (fence is not null && trimmed == fence) Close();
            else if (fence is not null) code.Add(line);
        }

        if (fence is not null) Close();
        return blocks;

        void Close()
        {
            blocks.Add((tag!, string.Join('\n', code)));
            code.Clear();
            fence = null;
        }
    }

    private static bool Declares(string text, string entry) => Regex.IsMatch(text, $@"\bdouble\s+{Regex.Escape(entry)}\s*\(", RegexOptions.NonBacktracking);

    [GeneratedRegex("^(`{3,}|~{3,})\\s*([A-Za-z0-9#+.-]*)[^`]*$")]
    private static partial Regex Opening();
}

/// <summary>What was found in an answer.</summary>
/// <param name="Code">The program; null when there is none.</param>
/// <param name="Reason">Why there is none, in a sentence that can be sent back; empty otherwise.</param>
public sealed record ExtractedCode(string? Code, string Reason);
