using Goodhart.Audit.Benches;
using Goodhart.Audit.Cards;
using Goodhart.Audit.Scores;
using Goodhart.Learning.Judges;

namespace Goodhart.Cli;

/// <summary>What a reward said about a bench: scores, or verdicts where a judge answered about pairs.</summary>
internal sealed record BenchedScores(IReadOnlyList<ScoreTable> Scores, IReadOnlyList<VerdictTable> Verdicts)
{
    /// <summary>Writes into the reward's card, and says where it is; null for a reward without a folder.</summary>
    public Func<Func<RewardCard, RewardCard>, string?>? Note { get; init; }

    /// <summary>What a reader should know of how it was scored; null for nothing.</summary>
    public string? Words { get; init; }
}

/// <summary>A reward as <c>reward bench</c> takes it: stored scores, or any reward of texts.</summary>
internal static class BenchedReward
{
    /// <param name="text">As it was typed.</param>
    /// <param name="bench">What is scored; null where no data were given, which stored scores with subsets do not need.</param>
    /// <param name="options">How the reward is opened.</param>
    /// <param name="progress">Told how many answers are scored.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BadInputException">It is no reward, or it needs data and there are none.</exception>
    public static BenchedScores Score(string text, PreferenceBench? bench, TextRewardOptions options, IProgress<int> progress, CancellationToken cancellation)
    {
        if (File.Exists(text)) return Stored(ScoreReader.Read(text), bench);
        using var source = TextRewardSource.Open(text, options, cancellation, orStored: true);
        if (bench is null) throw new BadInputException($"'{text}' needs --data, the file with the answers it is to score.");
        if (source.Pairs is { } pairs)
        {
            var said = bench.Score(new OneOrder(pairs), progress: progress, cancellation: cancellation);
            return new([said.Scores], [said.Verdicts]);
        }

        var table = bench.Score(source.Reward!, progress: progress, cancellation: cancellation);
        if (source.Summary is not null) table = new(table.Model, table.Groups, table.Labels, table.Bench) { Ties = TieRule.Half };
        return new([table], []) { Note = source.Folder is null ? null : source.Note, Words = source.Shortened };
    }

    private static BenchedScores Stored(ScoreSet set, PreferenceBench? bench)
    {
        ScoreTable[] scores = [.. set.Tables().OfType<ScoreTable>()];
        return new(bench is null ? scores : [.. scores.Select(bench.Join)], set.Verdicts);
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
