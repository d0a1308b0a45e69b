using System.Text.RegularExpressions;

namespace Goodhart.Design;

/// <summary>Mistakes in programs that compile and run, and whose entry writes <c>parts["sparse"]</c> and <c>parts["dense"]</c> and takes a memory: what a critic is there for.</summary>
public static partial class SignFaults
{
    /// <summary>Every one.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("dense-misnamed", FaultSymptom.Silent, "the dense part is written under another name", s => s.Text.Replace("parts[\"dense\"] =", "parts[\"denser\"] =", StringComparison.Ordinal)),
        new("sparse-constant", FaultSymptom.Silent, "the sparse part is always 0", s => Part(s, "sparse", e => $"0 * ({e})")),
        new("dense-constant", FaultSymptom.Silent, "the dense part is always 1", s => Part(s, "dense", e => $"1 + 0 * ({e})")),
        new("condition-never", FaultSymptom.Silent, "a condition that cannot hold guards the parts", s => Part(s, "dense", e => $"Math.Abs({e}) < 0 ? {e} : 0 * ({e})")),
        new("unreachable", FaultSymptom.Silent, "a branch within a branch that cannot be reached", s => s.Begin("if (Math.Abs(1.0) < 0) { if (Math.Abs(1.0) > 2) return 1; }")),
        new("memory-never-read", FaultSymptom.Silent, "remembers what it never asks for", s => s.Begin("memory[\"stepsSoFar\"] = 1;")),
        new("memory-never-written", FaultSymptom.Silent, "asks for what it never remembered", s => Part(s, "dense", e => $"memory[\"lastTime\"] > 0 ? 0 : {e}")),
        new("unused", FaultSymptom.Silent, "computes what it never uses", s => s.Begin("double danger = -1;")),
        new("dense-sign", FaultSymptom.Silent, "pays for the opposite of what it says", s => Part(s, "dense", e => $"-({e})")),
        new("sparse-sign", FaultSymptom.Silent, "punishes success and pays for failure", s => Part(s, "sparse", e => $"-({e})")),
    ];

    /// <summary>The mistake of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that are near.</exception>
    public static Fault Find(string name) => All.FirstOrDefault(f => f.Name == name)
        ?? throw new ArgumentException($"There is no fault '{name}'.{Nearest.Hint(name, [.. All.Select(f => f.Name)])}", nameof(name));

    private static string Part(FaultSite site, string name, Func<string, string> value)
    {
        var last = Assignment().Matches(site.Text).LastOrDefault(m => m.Groups["name"].Value == name)
            ?? throw new ArgumentException($"The program has no statement parts[\"{name}\"] = …;");
        var group = last.Groups["value"];
        return string.Concat(site.Text.AsSpan(0, group.Index), value(group.Value), site.Text.AsSpan(group.Index + group.Length));
    }

    [GeneratedRegex("""parts\["(?<name>\w+)"\] = (?<value>[^;]+);""")]
    private static partial Regex Assignment();
}
