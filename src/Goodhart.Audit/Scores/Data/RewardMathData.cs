using System.IO.Compression;
using System.Text.Json;

namespace Goodhart.Audit.Scores;

/// <summary>
/// The figures of RewardMATH (Kim et al. 2024, MIT licence) that ship with the library: scores of 13 reward models and verdicts of 18 judges on 483 problems
/// with one right and nine wrong solutions, and of the 13 models on RewardBench's 447 maths pairs.
/// </summary>
/// <remarks>
/// Groups are numbered "0" … in the order of the original files; candidate 0 is the right one. Step scores carry the fewest decimals at which every aggregate
/// orders each group as the full scores do. The texts are not included.
/// </remarks>
public static class RewardMathData
{
    private const string Resource = "Goodhart.Audit.Scores.Data.rewardmath.jsonl.gz";

    private static readonly Lazy<ScoreSet> all = new(() =>
    {
        using var stream = OpenPacked();
        return Unpack(stream);
    });

    /// <summary>Everything, both benches.</summary>
    public static ScoreSet All => all.Value;

    /// <summary>The scalar reward models on one bench, in the order of <see cref="RewardMathFiles.All"/>.</summary>
    /// <param name="bench"><see cref="RewardMathFiles.MathBench"/> or <see cref="RewardMathFiles.PairBench"/>.</param>
    public static IReadOnlyList<ScoreTable> Scalars(string bench)
    {
        var models = RewardMathFiles.All.Where(f => f.Pairs is not null).Select(f => f.Model).ToHashSet();
        return [.. All.Scores.Where(t => t.Bench == bench && models.Contains(t.Model))];
    }

    /// <summary>The judges that rate each solution by an integer.</summary>
    public static IReadOnlyList<ScoreTable> Raters
    {
        get
        {
            var models = RewardMathFiles.All.Where(f => f.Pairs is null).Select(f => f.Model).ToHashSet();
            return [.. All.Scores.Where(t => models.Contains(t.Model))];
        }
    }

    /// <summary>Makes the packed file from the original result folder (with RewardMATH/ and Rewardbench/ inside).</summary>
    /// <exception cref="ScoreFileException">A result file is damaged.</exception>
    public static void Pack(string folder, string file)
    {
        using var target = File.Create(file);
        RewardMathPack.Write(folder, target);
    }

    internal static Stream OpenPacked() => typeof(RewardMathData).Assembly.GetManifestResourceStream(Resource)!;

    internal static ScoreSet Unpack(Stream packed)
    {
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        using var head = JsonDocument.Parse(text.ReadLine()!);
        var names = Items(head.RootElement.GetProperty("sources"), e => e.GetString()!);
        var origins = Items(head.RootElement.GetProperty("origins"), row => Items(row, e => e.GetInt32() is >= 0 and var i ? names[i] : null));
        var set = ScoreSet.Empty;
        while (text.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            set += Table(json.RootElement, origins);
        }

        return set;
    }

    private static ScoreSet Table(JsonElement table, string?[][] origins)
    {
        string model = table.GetProperty("model").GetString()!, bench = table.GetProperty("bench").GetString()!;
        var known = bench == RewardMathFiles.MathBench;
        if (table.TryGetProperty("scores", out var scores))
            return ScoreSet.Of(new ScoreTable(model, Groups(scores, (n, g) => ScoreGroup.WithChosen(n, Numbers(g), sources: known ? origins[Number(n)] : null)), bench: bench));
        if (table.TryGetProperty("steps", out var steps))
            return ScoreSet.Of(new StepTable(model, Groups(steps, (n, g) => Steps(n, Items(g, Numbers), known ? origins[Number(n)] : null)), bench: bench));
        return ScoreSet.Of(new VerdictTable(model, Groups(table.GetProperty("verdicts"), (n, g) => new VerdictGroup(n, Won(g.GetString()!), origins[Number(n)][1..])), bench));
    }

    private static StepGroup Steps(string name, double[][] steps, string?[]? sources) => new(name, steps, ScoreGroup.OneHot(steps.Length, 0), sources);

    private static T[] Groups<T>(JsonElement list, Func<string, JsonElement, T> group)
    {
        var number = 0;
        return Items(list, element => group($"{number++}", element));
    }

    private static bool?[] Won(string letters) => [.. letters.Select(letter => letter switch { 'W' => true, 'L' => false, _ => (bool?)null })];

    private static int Number(string name) => int.Parse(name);

    private static double[] Numbers(JsonElement list) => Items(list, e => e.GetDouble());

    private static T[] Items<T>(JsonElement list, Func<JsonElement, T> item) => [.. list.EnumerateArray().Select(item)];
}
