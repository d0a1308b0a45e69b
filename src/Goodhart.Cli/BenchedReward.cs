using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;

namespace Goodhart.Cli;

/// <summary>What a reward said about a bench: scores, or verdicts where a judge answered about pairs.</summary>
internal sealed record BenchedScores(IReadOnlyList<ScoreTable> Scores, IReadOnlyList<VerdictTable> Verdicts);

/// <summary>A reward of texts as <c>reward bench</c> names it: stored scores, a baseline, or a folder with a reward model.</summary>
internal static class BenchedReward
{
    /// <summary>Rewards that understand nothing, by name.</summary>
    private static readonly (string Name, Func<ulong, IReward<Completions>> Make)[] baselines =
    [
        ("length", _ => Reward.Each<Completions>("length", (batch, i) => batch.Texts[i].Length)),
        ("shortness", _ => Reward.Each<Completions>("shortness", (batch, i) => -batch.Texts[i].Length)),
        ("random", Random),
        ("constant", _ => Reward.Each<Completions>("constant", (_, _) => 0f)),
    ];

    public static string Baselines => string.Join(", ", baselines.Select(b => b.Name));

    /// <param name="text">As it was typed.</param>
    /// <param name="bench">What is scored; null where no data were given, which stored scores with subsets do not need.</param>
    /// <param name="seed">Of the random baseline.</param>
    /// <param name="progress">Told how many answers are scored.</param>
    /// <exception cref="BadInputException">It is no reward, or it needs data and there are none.</exception>
    public static BenchedScores Score(string text, PreferenceBench? bench, ulong seed, IProgress<int> progress, CancellationToken cancellation)
    {
        if (File.Exists(text)) return Stored(ScoreReader.Read(text), bench);
        if (Reader(text, seed) is { } reward)
        {
            using (reward as IDisposable)
                return bench is null ? throw new BadInputException($"'{text}' needs --data, the file with the answers it is to score.")
                    : new([bench.Score(reward, progress: progress, cancellation: cancellation)], []);
        }

        throw new BadInputException($"'{text}' is neither a file of stored scores, a folder with a reward model, nor a baseline.{Nearest.Hint(text, [.. baselines.Select(b => b.Name)])}");
    }

    private static IReward<Completions>? Reader(string text, ulong seed) =>
        Directory.Exists(text) ? ModelFolder.OpenReward(text) : baselines.FirstOrDefault(b => b.Name == text).Make?.Invoke(seed);

    private static BenchedScores Stored(ScoreSet set, PreferenceBench? bench)
    {
        ScoreTable[] scores = [.. set.Tables().OfType<ScoreTable>()];
        return new(bench is null ? scores : [.. scores.Select(bench.Join)], set.Verdicts);
    }

    private static IReward<Completions> Random(ulong seed)
    {
        var rng = new Generator(seed);
        return Reward.Each<Completions>("random", (_, _) => rng.NextSingle());
    }
}
