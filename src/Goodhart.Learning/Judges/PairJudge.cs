namespace Goodhart.Learning.Judges;

/// <summary>A judge that compares two answers in both orders, so that what it makes of their places cancels and shows.</summary>
public sealed class PairJudge : IPairwiseReward<Completions>
{
    private static readonly string[] words = ["A", "B", "TIE"];
    private readonly ChatJudge judge;
    private readonly JudgePrompt prompt;

    /// <param name="judge">Who judges.</param>
    /// <param name="prompt">What it is told, with the places {request}, {first} and {second}; <see cref="JudgePrompts.Pair"/> unless given.</param>
    public PairJudge(ChatJudge judge, JudgePrompt? prompt = null)
    {
        if (judge.Options.Unreadable == WhenUnreadable.Worst) throw new ArgumentException("A comparison has no worst verdict: Unreadable must be Fail or Neutral, was Worst.");
        (this.judge, this.prompt) = (judge, (prompt ?? JudgePrompts.Pair).With(["request", "first", "second"], "key"));
    }

    public string Name => judge.Name;

    public JudgeSummary Summary => judge.Summary;

    /// <summary>Both verdicts on every pair. // (first.Count)</summary>
    /// <exception cref="ArgumentException">The batches differ in length, or a pair answers two prompts.</exception>
    public IReadOnlyList<PairVerdict> Judge(Completions first, Completions second)
    {
        Ensure.SameLength(second.Count, first.Count);
        for (var i = 0; i < first.Count; i++)
            if (Shown.Request(first[i]) != Shown.Request(second[i])) throw new ArgumentException($"Pair {i} answers two different prompts; a judge compares answers to one.");
        var verdicts = judge.Each(2 * first.Count, (i, token) => Once(first[i / 2], second[i / 2], i % 2 == 1, token));
        return [.. Enumerable.Range(0, first.Count).Select(i => new PairVerdict(verdicts[2 * i], verdicts[2 * i + 1]))];
    }

    /// <inheritdoc/>
    /// <exception cref="JudgeException">A pair has no readable verdict, and that is to fail.</exception>
    public void Prefer(Completions first, Completions second, Span<float> secondWins)
    {
        Ensure.SameLength(secondWins.Length, first.Count);
        var pairs = Judge(first, second);
        for (var i = 0; i < pairs.Count; i++) secondWins[i] = (float)Share(pairs[i], i);
    }

    private double Share(PairVerdict pair, int sample)
    {
        if (judge.Options.Unreadable == WhenUnreadable.Neutral) return (OrHalf(pair.Forward) + OrHalf(pair.Backward)) / 2;
        var missing = pair.Forward.IsReadable ? pair.Backward : pair.Forward;
        return missing.IsReadable ? pair.SecondWins!.Value : throw new JudgeException(judge.Name, sample, missing.Fault, missing.Reply);
    }

    private static double OrHalf(Judged<Verdict> judged) => judged.IsReadable ? judged.Value switch { Verdict.First => 0, Verdict.Second => 1, _ => 0.5 } : 0.5;

    private async Task<Judged<Verdict>> Once(Exchange first, Exchange second, bool swapped, CancellationToken token)
    {
        var (a, b) = swapped ? (second, first) : (first, second);
        var filled = prompt.Fill([("request", Shown.Request(first)), ("first", a.Answer), ("second", b.Answer)], new Dictionary<string, string>());
        var place = await judge.Ask<string>(filled, Read, "[[A]], [[B]] or [[TIE]]", token);
        return place.To(word => word == "TIE" ? Verdict.Tie : word == "A" != swapped ? Verdict.First : Verdict.Second);
    }

    private static bool Read(string reply, out string word) => (word = JudgeReply.Bracketed(reply, words) ?? "").Length > 0;
}
