using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;
using Goodhart.Learning.Judges;

namespace Goodhart.Cli;

/// <summary>What a reward said about a bench: scores, or verdicts where a judge answered about pairs.</summary>
internal sealed record BenchedScores(IReadOnlyList<ScoreTable> Scores, IReadOnlyList<VerdictTable> Verdicts);

/// <summary>A reward of texts as <c>reward bench</c> names it: stored scores, a judge (chat:…), a baseline, or a folder with a reward model.</summary>
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
        if (!JudgeSpec.Is(text) && !Directory.Exists(text) && baselines.All(b => b.Name != text))
            throw new BadInputException($"'{text}' is neither a file of stored scores, a folder with a reward model, a judge ({JudgeSpec.Prefix}MODEL), nor a baseline.{Nearest.Hint(text, [.. baselines.Select(b => b.Name)])}");
        if (bench is null) throw new BadInputException($"'{text}' needs --data, the file with the answers it is to score.");
        if (JudgeSpec.Is(text)) return Judged(text, bench, seed, progress, cancellation);
        var reward = Directory.Exists(text) ? ModelFolder.OpenReward(text) : baselines.First(b => b.Name == text).Make(seed);
        using (reward as IDisposable) return new([bench.Score(reward, progress: progress, cancellation: cancellation)], []);
    }

    private static BenchedScores Judged(string text, PreferenceBench bench, ulong seed, IProgress<int> progress, CancellationToken cancellation)
    {
        using var judge = JudgeSpec.Parse(text).Open(new(seed), cancellation: cancellation);
        if (judge.Pairs is { } pairs)
        {
            var said = bench.Score(new OneOrder(pairs), progress: progress, cancellation: cancellation);
            return new([said.Scores], [said.Verdicts]);
        }

        var marks = bench.Score(judge.Reward!, progress: progress, cancellation: cancellation);
        return new([new(marks.Model, marks.Groups, marks.Labels, marks.Bench) { Ties = TieRule.Half }], []);
    }

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

    /// <summary>A judge's verdict in the order shown, which the bench turns round itself; the judge keeps verdicts, so none is asked for twice. Unreadable ones count one half.</summary>
    private sealed class OneOrder(PairJudge judge) : IPairwiseReward<Completions>
    {
        public string Name => judge.Name;

        public void Prefer(Completions first, Completions second, Span<float> secondWins)
        {
            var verdicts = judge.Judge(first, second);
            for (var i = 0; i < secondWins.Length; i++)
                secondWins[i] = verdicts[i].Forward is { IsReadable: true, Value: var value } ? value switch { Verdict.First => 0, Verdict.Second => 1, _ => 0.5f } : 0.5f;
        }
    }
}
