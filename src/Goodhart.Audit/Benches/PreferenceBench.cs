using Goodhart.Audit.Scores;

namespace Goodhart.Audit.Benches;

/// <summary>
/// Rows whose better answers are known: any reward scores every answer by itself, and a spec turns the scores into a report.
/// </summary>
/// <remarks>Scores are kept as a <see cref="ScoreTable"/>, so that ensembles, other specs and other scorers need no new inference.</remarks>
public sealed class PreferenceBench
{
    /// <param name="name">Name in tables, usually the file's.</param>
    /// <param name="rows">At least one; ids must be unique in their subset.</param>
    /// <exception cref="ArgumentException">There is no row, a name occurs twice, or a row has fewer than two answers or not one gold per answer.</exception>
    public PreferenceBench(string name, IReadOnlyList<BenchRow> rows)
    {
        if (rows.Count == 0) throw new ArgumentException($"Bench '{name}' has no row.", nameof(rows));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!names.Add(row.Name)) throw new ArgumentException($"Bench '{name}': row '{row.Name}' occurs twice.", nameof(rows));
            if (row.Answers.Count < 2) throw new ArgumentException($"Bench '{name}': row '{row.Name}' has {row.Answers.Count} answer(s), at least 2 are needed.", nameof(rows));
            if (row.Gold.Length != row.Answers.Count) throw new ArgumentException($"Bench '{name}': row '{row.Name}' has {row.Answers.Count} answers but {row.Gold.Length} gold labels.", nameof(rows));
        }

        (Name, Rows) = (name, rows);
    }

    public string Name { get; }

    public IReadOnlyList<BenchRow> Rows { get; }

    /// <summary>What was passed over while the rows were read, in words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>All answers, row by row: the order of <see cref="Table"/>.</summary>
    public IReadOnlyList<Exchange> Answers => field ??= [.. Rows.SelectMany(r => r.Answers)];

    /// <summary>Scores every answer.</summary>
    /// <param name="reward">Anything that scores answers.</param>
    /// <param name="batch">Answers scored together.</param>
    /// <param name="progress">Told how many answers are scored.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="ArgumentException">A score is not finite; the message names the row.</exception>
    public ScoreTable Score(IReward<Completions> reward, int batch = 64, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        Ensure.Positive(batch);
        var answers = Answers;
        var scores = new float[answers.Count];
        for (var from = 0; from < scores.Length; from += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(batch, scores.Length - from);
            var completions = Completions.Of([.. answers.Skip(from).Take(count)]);
            try
            {
                reward.Evaluate(completions, scores.AsSpan(from, count));
            }
            catch (RewardNumberException e)
            {
                var (row, answer) = Place(from + e.Sample);
                throw new ArgumentException($"Answer {answer + 1} of row '{row.Name}': '{e.Part}' scored it as {e.Score}; a score must be a finite number.", e);
            }

            progress?.Report(from + count);
        }

        return Table(reward.Name, [.. scores.Select(s => (double)s)]);
    }

    /// <summary>A table from one score per answer, in the order of <see cref="Answers"/>.</summary>
    /// <exception cref="ArgumentException">There are more or fewer scores than answers, or one is not finite.</exception>
    public ScoreTable Table(string model, IReadOnlyList<double> scores, TieRule ties = TieRule.Loss)
    {
        var answers = Rows.Sum(r => r.Answers.Count);
        if (scores.Count != answers) throw new ArgumentException($"'{model}' has {scores.Count} scores for the {answers} answers of {Rows.Count} rows of '{Name}'; expected one per answer.", nameof(scores));
        var at = 0;
        ScoreGroup[] groups = [.. Rows.Select(row =>
        {
            double[] own = [.. scores.Skip(at).Take(row.Answers.Count)];
            at += own.Length;
            return new ScoreGroup(row.Name, own, row.Gold, row.Names is null ? null : [.. row.Names]) { Subset = row.Subset == BenchRow.NoSubset ? null : row.Subset, Question = row.Question };
        })];
        return new(model, groups, GoldLabels.Graded, Name) { Ties = ties };
    }

    /// <summary>Stored scores of this bench's rows, with its golds, subsets and questions; groups are joined by the row's name, or by its id where that is unique.</summary>
    /// <exception cref="ArgumentException">A row has no group, or one with another number of answers.</exception>
    public ScoreTable Join(ScoreTable stored)
    {
        var groups = stored.Groups.ToDictionary(g => g.Name, StringComparer.Ordinal);
        var scores = Rows.SelectMany(row =>
        {
            if (!groups.TryGetValue(row.Name, out var group) && !groups.TryGetValue(row.Id, out group))
                throw new ArgumentException($"The scores of '{stored.Model}' hold no group '{row.Name}' of bench '{Name}'.", nameof(stored));
            return group.Scores.Length == row.Answers.Count ? group.Scores
                : throw new ArgumentException($"Group '{group.Short}' of '{stored.Model}' has {group.Scores.Length} scores, row '{row.Name}' has {row.Answers.Count} answers.", nameof(stored));
        });
        return Table(stored.Model, [.. scores], stored.Ties);
    }

    private (BenchRow Row, int Answer) Place(int answer)
    {
        foreach (var row in Rows)
        {
            if (answer < row.Answers.Count) return (row, answer);
            answer -= row.Answers.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(answer));
    }
}
