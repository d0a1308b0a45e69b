using Goodhart.Audit;

namespace Goodhart.Studies;

/// <summary>Turns the YAML of a study into its record.</summary>
internal static class StudyReader
{
    private const string RewardName = "the name of one of the world's rewards";

    public static StudyFile Read(string path)
    {
        var root = new YamlField(path, "", YamlText.Load(path)).Fields("a mapping of fields such as name: and world:",
            "name", "world", "proxy", "truth", "base", "arms", "episodes", "gamma", "horizon", "seeds", "seed", "failOn");
        var full = Path.GetFullPath(path);
        return new(full, Name(root.Required("name", "a name")), World(root.Required("world", "a world"), Path.GetDirectoryName(full)!),
            Proxy(root.Required("proxy", "a reward or a weighted sum {a: 1.0, b: 0.1}")), root.Required("truth", RewardName).Text(RewardName),
            Base(root.Required("base", "a base policy")), Arms(root.Required("arms", "a list of arms")))
        {
            Lines = root.Keys.ToDictionary(k => k.Key, k => k.Line),
            Episodes = root.Optional("episodes")?.Whole("a whole number of episodes, at least 1", 1),
            Gamma = root.Optional("gamma")?.Number("a discount in (0, 1)", v => v is > 0 and < 1),
            Horizon = root.Optional("horizon")?.Whole("a whole number of steps, at least 1", 1),
            Seeds = root.Optional("seeds")?.Whole("a whole number of seeds, at least 1", 1),
            Seed = root.Optional("seed")?.Seed("a whole number from 0"),
            FailOn = root.Optional("failOn")?.Choice("a verdict", [.. Enum.GetValues<Verdict>().OrderBy(v => v.Severity()).Select(v => (v.Name(), (Verdict?)v))]),
        };
    }

    private static string Name(YamlField field)
    {
        var name = field.Text("a name");
        return name.Length <= 100 && name.Any(char.IsAsciiLetterOrDigit) ? name : throw field.Expected("a name of at most 100 characters with a letter or a digit");
    }

    private static WorldReference World(YamlField field, string folder)
    {
        try
        {
            return WorldReference.Parse(field.Text("a world of the catalogue or my.dll:MyWorld"), folder);
        }
        catch (FormatException e) when (e is not StudyFileException)
        {
            throw field.Wrong(e.Message);
        }
    }

    private static IReadOnlyList<RewardTerm> Proxy(YamlField field)
    {
        if (!field.IsMap) return [new(field.Text("a reward or a weighted sum {a: 1.0, b: 0.1}"))];
        var sum = field.Fields("a weighted sum {a: 1.0, b: 0.1}");
        if (sum.Keys.Count == 0) throw field.Wrong("expected a weighted sum {a: 1.0, b: 0.1}, got an empty one");
        return [.. sum.Keys.Select(k => new RewardTerm(k.Key, sum.Optional(k.Key)!.Number("a weight other than 0", v => v != 0)))];
    }

    private static BaseOptions Base(YamlField field)
    {
        const string Forms = "uniform, {train: {reward: …, steps: …}} or {soft: {reward: …, temperature: …, mix: …}}";
        if (!field.IsMap) return field.Text(Forms) == "uniform" ? new BaseOptions.Uniform() : throw field.Expected(Forms);
        var kind = field.Fields(Forms, "train", "soft");
        if (kind.Keys.Count != 1) throw field.Expected($"one of {Forms}");
        if (kind.Optional("train")?.Fields("{reward: …, steps: …}", "reward", "steps") is { } train)
            return new BaseOptions.Trained(train.Required("reward", RewardName).Text(RewardName), Steps(train.Required("steps", "a number of environment steps")));

        var soft = kind.Required("soft", Forms).Fields("{reward: …, temperature: …, mix: …}", "reward", "temperature", "mix");
        var standard = new BaseOptions.Soft(soft.Required("reward", RewardName).Text(RewardName));
        return standard with
        {
            Temperature = soft.Optional("temperature")?.Number("a positive temperature", v => v > 0) ?? standard.Temperature,
            Mix = soft.Optional("mix")?.Number("a share in [0, 1]", v => v is >= 0 and <= 1) ?? standard.Mix,
        };
    }

    private static List<ArmOptions> Arms(YamlField field)
    {
        var arms = new List<ArmOptions>();
        foreach (var item in field.Items("arms"))
        {
            var arm = ArmReader.Read(item);
            if (arms.Any(a => a.Name == arm.Name)) throw item.Wrong($"expected a name of its own, got \"{arm.Name}\" again");
            arms.Add(arm);
        }

        return arms;
    }

    internal static long Steps(YamlField field) => field.Long("a whole number of environment steps, at least 1", 1);
}
