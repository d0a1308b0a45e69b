using System.Globalization;
using System.Text.RegularExpressions;

namespace Goodhart.Papers;

/// <summary>One component of a reward as the scripted designer writes it, and reads it again from its own answer.</summary>
/// <param name="Name">Its name in the program and in parts.</param>
/// <param name="Weight">Factor.</param>
/// <param name="Temperature">Of what is brought into a range by an exponential; null where nothing is.</param>
/// <param name="Shape">An expression over before, after, World and its temperature.</param>
internal sealed partial record EurekaTerm(string Name, double Weight, double? Temperature, string Shape)
{
    /// <summary>The whole program.</summary>
    public static string Program(IReadOnlyList<EurekaTerm> terms) => $$"""
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
        {{string.Join('\n', terms.Select(t => t.Lines))}}
            return {{string.Join(" + ", terms.Select(t => t.Name))}};
        }
        """.ReplaceLineEndings("\n");

    /// <summary>The terms of a program that was written by <see cref="Program"/>, from an answer that holds it.</summary>
    public static IReadOnlyList<EurekaTerm> Read(string answer)
    {
        var numbers = Number().Matches(answer).DistinctBy(m => m.Groups[1].Value).ToDictionary(m => m.Groups[1].Value, m => double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture));
        return [.. Component().Matches(answer).Where(m => numbers.ContainsKey(m.Groups[1].Value + "Weight")).Select(m => new EurekaTerm(m.Groups[1].Value, numbers[m.Groups[1].Value + "Weight"],
            numbers.TryGetValue(m.Groups[1].Value + "Temperature", out var temperature) ? temperature : null, m.Groups[2].Value))];
    }

    private string Lines => string.Create(CultureInfo.InvariantCulture, $"    double {Name}Weight = {Weight:G4};\n")
        + (Temperature is { } temperature ? string.Create(CultureInfo.InvariantCulture, $"    double {Name}Temperature = {temperature:G4};\n") : "")
        + $"    double {Name} = {Name}Weight * ({Shape});\n    parts[\"{Name}\"] = {Name};";

    [GeneratedRegex(@"double (\w+) = (-?[0-9.]+(?:E[-+]?\d+)?);", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"double (\w+) = \1Weight \* \((.*)\);", RegexOptions.CultureInvariant)]
    private static partial Regex Component();
}
