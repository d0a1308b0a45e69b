using System.Text.RegularExpressions;

namespace Goodhart.Papers;

/// <summary>What the scripted designer finds to speak of in the prompt: flags, and places that the task's sentence names.</summary>
/// <param name="Flags">Names of observed flags.</param>
/// <param name="Places">Constants that come as a pair of coordinates, and whether the sentence says to keep away from them.</param>
internal sealed partial record EurekaVocabulary(IReadOnlyList<string> Flags, IReadOnlyList<(string Name, bool Shun)> Places)
{
    /// <summary>The place that the sentence names first: what it is about.</summary>
    public string? Aim => Places.FirstOrDefault(p => !p.Shun).Name;

    /// <summary>Reads the user's message: the types as C#, then the task.</summary>
    public static EurekaVocabulary Read(string prompt)
    {
        var observation = prompt[prompt.IndexOf("class Obs", StringComparison.Ordinal)..prompt.IndexOf("class Act", StringComparison.Ordinal)];
        var task = prompt[prompt.LastIndexOf("this task:", StringComparison.Ordinal)..];
        string[] constants = [.. Constant().Matches(prompt).Select(m => m.Groups[1].Value)];
        return new([.. Flag().Matches(observation).Select(m => m.Groups[1].Value).Where(name => name != "Terminal")],
            [.. constants.Where(c => c.EndsWith('X') && constants.Contains(c[..^1] + "Y")).Select(c => c[..^1]).Where(name => At(task, name) >= 0)
                .OrderBy(name => At(task, name)).Select(name => (name, Shuns(task, name)))]);
    }

    /// <summary>A component of any kind, with weight and temperature drawn.</summary>
    public EurekaTerm Draw(Generator rng)
    {
        var gate = rng.NextInt(2) == 0 || Flags.Count == 0 ? null : Flags[rng.NextInt(Flags.Count)];
        var weight = Math.Round(Math.Exp(rng.NextNormal()), 3);
        if (Flags.Count > 0 && rng.NextInt(3) == 0) return OfFlag(Flags[rng.NextInt(Flags.Count)], weight, rng);
        var (place, shun) = Places[rng.NextInt(Places.Count)];
        if (shun) weight = -weight;
        return rng.NextInt(3) switch
        {
            0 => Reach(place, rng) with { Weight = 10 * weight },
            1 => Gated(new($"to{place}", weight, null, $"{Distance("before", place)} - ({Distance("after", place)})"), gate, rng),
            _ => Near(place, weight, gate, rng),
        };
    }

    /// <summary>A bonus for being at a place.</summary>
    public EurekaTerm Reach(string place, Generator rng) => new($"at{place}", Math.Round(10 * Math.Exp(rng.NextNormal()), 3), null, $"{Distance("after", place)} == 0 ? 1 : 0");

    /// <summary>A bonus for a flag when it comes up.</summary>
    public static EurekaTerm First(string flag, Generator rng) => new($"first{flag}", Math.Round(5 * Math.Exp(rng.NextNormal()), 3), null, $"after.{flag} && !before.{flag} ? 1 : 0");

    private static EurekaTerm OfFlag(string flag, double weight, Generator rng) => rng.NextInt(2) == 0
        ? First(flag, rng)
        : new($"while{flag}", .3 * weight, null, $"after.{flag} ? 1 : 0");

    private static EurekaTerm Near(string place, double weight, string? gate, Generator rng)
    {
        var near = Gated(new($"near{place}", weight, Math.Round(.5 + 4 * rng.NextDouble(), 2), ""), gate, rng);
        var shape = $"Math.Exp(-({Distance("after", place)}) / {near.Name}Temperature)";
        return near with { Shape = near.Shape.Length > 0 ? near.Shape.Replace("()", $"({shape})", StringComparison.Ordinal) : shape };
    }

    /// <summary>Counts only while a flag is up, or only while it is not.</summary>
    private static EurekaTerm Gated(EurekaTerm term, string? flag, Generator rng)
    {
        if (flag is null) return term;
        var up = rng.NextInt(2) == 0;
        return term with { Name = $"{term.Name}{(up ? "With" : "Before")}{flag}", Shape = $"after.{flag} == {(up ? "true" : "false")} ? ({term.Shape}) : 0" };
    }

    private static string Distance(string when, string place) => $"Math.Abs({when}.X - World.{place}X) + Math.Abs({when}.Y - World.{place}Y)";

    private static int At(string task, string place) => task.IndexOf(place, StringComparison.OrdinalIgnoreCase);

    private static bool Shuns(string task, string place) => Regex.IsMatch(task, $@"\b(out of|avoid|away from)\b[^,.]*\b{place}\b", RegexOptions.IgnoreCase);

    [GeneratedRegex(@"^\s+bool (\w+);", RegexOptions.Multiline)]
    private static partial Regex Flag();

    [GeneratedRegex(@"const double (\w+) =")]
    private static partial Regex Constant();
}
