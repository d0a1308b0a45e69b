using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Goodhart.Design;

namespace Goodhart.Tests;

/// <summary>A program of the suite: a file whose first three lines say what it tries, for which contract, and how it may end.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Title">What it tries.</param>
/// <param name="Contract">What it is compiled for.</param>
/// <param name="Expected">Layers that may refuse it, exceptions that may end it, or "runs" with what is then to be seen of it.</param>
/// <param name="Text">The program.</param>
internal sealed partial record SuiteProgram(string Name, string Title, RewardContract Contract, IReadOnlyList<string> Expected, string Text)
{
    private static readonly string corpus = Path.Combine(Repository.Root, "tests", "Goodhart.Tests", "Programs", "Hostile", "Corpus");

    public static IReadOnlyList<SuiteProgram> Hostile { get; } = Read("hostile");

    public static IReadOnlyList<SuiteProgram> Benign { get; } = Read("benign");

    /// <summary>Well meant, but in a dialect that is not a reward program's.</summary>
    public static IReadOnlyList<SuiteProgram> Foreign { get; } = Read("foreign");

    public static SuiteProgram Named(string name) => Hostile.Concat(Benign).Single(p => p.Name == name);

    private static SuiteProgram[] Read(string kind) => [.. Directory.GetFiles(Path.Combine(corpus, kind), "*.reward").Order(StringComparer.Ordinal).Select(One)];

    private static SuiteProgram One(string file)
    {
        var lines = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n', 4);
        return new(Path.GetFileNameWithoutExtension(file), Head(lines[0], "title"), SuiteContracts.Named(Head(lines[1], "contract")), Head(lines[2], "expect").Split(", "), Spelled(lines[3]));
    }

    private static string Head(string line, string key) => line.StartsWith($"// {key}: ", StringComparison.Ordinal) ? line[(key.Length + 5)..].Trim()
        : throw new FormatException($"Expected '// {key}: …', found '{line}'.");

    /// <summary>⟦n×text⟧ is that text n times, so that a file need not hold it.</summary>
    private static string Spelled(string text) =>
        Repeated().Replace(text, match => new StringBuilder().Insert(0, match.Groups[2].Value, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("⟦([0-9]+)×([^⟧]*)⟧")]
    private static partial Regex Repeated();
}
