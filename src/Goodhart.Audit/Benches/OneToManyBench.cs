namespace Goodhart.Audit.Benches;

/// <summary>Somebody who writes answers to problems.</summary>
/// <param name="Name">Kept beside each answer.</param>
/// <param name="Write">Writes one.</param>
public sealed record AnswerSource<TProblem>(string Name, Func<TProblem, Generator, string> Write);

/// <param name="Wrong">Wrong answers beside each right one; 9 as in RewardMATH.</param>
/// <param name="Attempts">Answers asked for, for each problem, before it is given up.</param>
/// <param name="LengthBand">Largest difference of a wrong answer's length from the right one's, as a share of it; infinite for none.</param>
public sealed record OneToManyOptions(int Wrong = 9, int Attempts = 1000, double LengthBand = 0.25)
{
    public int Wrong { get; } = Wrong >= 2 ? Wrong : throw new ArgumentOutOfRangeException(nameof(Wrong), $"Wrong must be at least 2, was {Wrong}; with one it is a bench of pairs.");

    public int Attempts { get; } = Ensure.Positive(Attempts);

    public double LengthBand { get; } = Ensure.NotNegative(LengthBand);
}

/// <summary>
/// RewardMATH's design: one right answer must beat many varied wrong ones written in the same style, each of them verified to be wrong.
/// </summary>
public static class OneToManyBench
{
    /// <summary>Builds the rows; the wrong answers come from the sources in turn, so that no kind of error is rare.</summary>
    /// <remarks>
    /// The sources must write in the style of the right answers: <see cref="GiveawayAudit"/> tells how far they do. Choosing among their answers by length would not
    /// mend it, for wrong answers picked on both sides of the right one lie further out, which tells as well.
    /// </remarks>
    /// <param name="problems">At least one.</param>
    /// <param name="prompt">The text of a problem.</param>
    /// <param name="right">Writes right answers, in the style of the pool.</param>
    /// <param name="pool">Write answers that may be wrong.</param>
    /// <param name="isRight">Whether an answer is right, equivalent forms included.</param>
    /// <param name="rng">Draws what is written.</param>
    /// <param name="options">How many wrong ones, and how like the right one.</param>
    /// <exception cref="ArgumentException">A right answer is wrong, or too few wrong ones can be had for a problem; the message says which and how many there were.</exception>
    public static IReadOnlyList<BenchRow> Build<TProblem>(
        IReadOnlyList<TProblem> problems, Func<TProblem, string> prompt, AnswerSource<TProblem> right, IReadOnlyList<AnswerSource<TProblem>> pool,
        Func<TProblem, string, bool> isRight, Generator rng, OneToManyOptions? options = null)
    {
        if (pool.Count == 0) throw new ArgumentException("The pool holds nobody who writes wrong answers.", nameof(pool));
        options ??= new();
        return [.. problems.Select((problem, i) =>
        {
            var best = right.Write(problem, rng);
            if (!isRight(problem, best)) throw new ArgumentException($"Problem {i}: the answer of '{right.Name}' is wrong: {Short(best)}.", nameof(right));
            var wrong = Wrong(problem, best, pool, isRight, rng, options);
            if (wrong.Count < options.Wrong)
                throw new ArgumentException($"Problem {i}: {wrong.Count} of {options.Wrong} different wrong answers of its length in {options.Attempts} attempts; widen the pool or LengthBand ({options.LengthBand}).");
            var asked = prompt(problem);
            return BenchRow.Of($"{i}", [Exchange.Ask(asked, best)], [.. wrong.Select(w => Exchange.Ask(asked, w.Text))]) with { Names = [right.Name, .. wrong.Select(w => w.Source)] };
        })];
    }

    private static List<(string Text, string Source)> Wrong<TProblem>(
        TProblem problem, string best, IReadOnlyList<AnswerSource<TProblem>> pool, Func<TProblem, string, bool> isRight, Generator rng, OneToManyOptions options)
    {
        List<(string Text, string Source)> found = [];
        var seen = new HashSet<string>(StringComparer.Ordinal) { best };
        for (var attempt = 0; attempt < options.Attempts && found.Count < options.Wrong; attempt++)
        {
            var source = pool[attempt % pool.Count];
            var text = source.Write(problem, rng);
            if (Math.Abs(text.Length - best.Length) > options.LengthBand * best.Length || isRight(problem, text) || !seen.Add(text)) continue;
            found.Add((text, source.Name));
        }

        return found;
    }

    private static string Short(string text) => text.Length <= 60 ? $"'{text.ReplaceLineEndings(" ")}'" : $"'{text[..60].ReplaceLineEndings(" ")}…'";
}
