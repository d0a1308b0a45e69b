using System.IO.Compression;
using System.Text.Json;

namespace Goodhart.Audit.Scores;

/// <summary>Makes the compact data from the original result files.</summary>
/// <remarks>
/// A gzipped text of JSON lines: first the origins of the candidates, then one line per model and bench in the order of <see cref="RewardMathFiles.All"/>.
/// Problems are numbered in the order of the files; texts of problems and solutions are not carried over.
/// </remarks>
internal static class RewardMathPack
{
    /// <summary>Reads the result folder (with RewardMATH/ and Rewardbench/ inside) and writes the pack.</summary>
    public static void Write(string folder, Stream target)
    {
        using var packed = new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true);
        var lead = RewardMathFiles.All[0];
        var problems = Read(folder, "RewardMATH", lead.Math).Scores[0].Groups;
        var numbers = Numbers(problems);
        var pairs = Numbers(Read(folder, "Rewardbench", lead.Pairs!).Scores[0].Groups);
        WriteLine(packed, json => Origins(json, problems));
        foreach (var file in RewardMathFiles.All)
        {
            WriteSet(packed, Read(folder, "RewardMATH", file.Math), numbers);
            if (file.Pairs is { } name) WriteSet(packed, Read(folder, "Rewardbench", name), pairs);
        }
    }

    private static ScoreSet Read(string folder, string bench, string name) => ScoreReader.Read(Path.Combine(folder, bench, name + ".json.gz"));

    private static Dictionary<string, int> Numbers(IReadOnlyList<ScoreGroup> groups) =>
        groups.Select((group, number) => (group.Name, number)).ToDictionary(g => g.Name, g => g.number, StringComparer.Ordinal);

    private static void Origins(Utf8JsonWriter json, IReadOnlyList<ScoreGroup> problems)
    {
        string[] sources = [.. problems.SelectMany(p => p.Sources!).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        json.WriteStartArray("sources");
        foreach (var source in sources) json.WriteStringValue(source);
        json.WriteEndArray();
        json.WriteStartArray("origins");
        foreach (var problem in problems) WriteNumbers(json, [.. problem.Sources!.Select(s => (double)Array.IndexOf(sources, s))]);
        json.WriteEndArray();
    }

    private static void WriteSet(Stream packed, ScoreSet set, Dictionary<string, int> numbers)
    {
        foreach (var table in set.Scores)
            WriteTable(packed, table, "scores", json => { foreach (var g in InOrder(table.Groups, g => g.Name)) WriteNumbers(json, RightFirst(g)); });
        foreach (var table in set.Verdicts)
            WriteTable(packed, table, "verdicts", json => { foreach (var g in InOrder(table.Groups, g => g.Name)) json.WriteStringValue(Letters(g)); });
        foreach (var table in set.Steps)
            WriteTable(packed, table.Model, table.Bench, "steps", json => { foreach (var g in InOrder(table.Groups, g => g.Name)) WriteSteps(json, g); });

        IEnumerable<T> InOrder<T>(IReadOnlyList<T> groups, Func<T, string> name) => groups.Count == numbers.Count
            ? groups.OrderBy(g => numbers[name(g)])
            : throw new InvalidDataException($"A file has {groups.Count} groups where the first file has {numbers.Count}.");
    }

    private static void WriteTable(Stream packed, IScored table, string kind, Action<Utf8JsonWriter> groups) => WriteTable(packed, table.Model, table.Bench, kind, groups);

    private static void WriteTable(Stream packed, string model, string bench, string kind, Action<Utf8JsonWriter> groups) => WriteLine(packed, json =>
    {
        json.WriteString("model", model);
        json.WriteString("bench", bench);
        json.WriteStartArray(kind);
        groups(json);
        json.WriteEndArray();
    });

    private static void WriteSteps(Utf8JsonWriter json, StepGroup group)
    {
        if (group.Gold[0] != 1) throw new InvalidDataException("The right candidate is expected first.");
        json.WriteStartArray();
        foreach (var steps in StepRounding.Shorten(group).Steps) WriteNumbers(json, steps);
        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, double[] values)
    {
        json.WriteStartArray();
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static double[] RightFirst(ScoreGroup group) =>
        group.Gold[0] == 1 ? group.Scores : throw new InvalidDataException("The right candidate is expected first.");

    private static string Letters(VerdictGroup group) => string.Concat(group.Won.Select(won => won switch { true => 'W', false => 'L', null => '-' }));

    private static void WriteLine(Stream target, Action<Utf8JsonWriter> members)
    {
        using (var json = new Utf8JsonWriter(target))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        target.WriteByte((byte)'\n');
    }
}
