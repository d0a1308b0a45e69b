namespace Goodhart.Learning.Judges;

/// <summary>A judge that picks the best of several answers, shown in places drawn anew for every request (RewardBench 2: four).</summary>
public sealed class BestJudge
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private readonly ChatJudge judge;
    private readonly JudgePrompt prompt;
    private readonly ulong seed;

    /// <param name="judge">Who judges.</param>
    /// <param name="seed">Of the places; they depend on it and on the answers alone, so that the same question is asked alike again.</param>
    /// <param name="prompt">What it is told, with the places {request} and {answers}, and {letters} where wanted.</param>
    public BestJudge(ChatJudge judge, ulong seed, JudgePrompt? prompt = null)
    {
        if (judge.Options.Unreadable == WhenUnreadable.Worst) throw new ArgumentException("A choice has no worst verdict: Unreadable must be Fail or Neutral, was Worst.");
        (this.judge, this.seed, this.prompt) = (judge, seed, (prompt ?? JudgePrompts.Best).With(["request", "answers"], "key", "letters"));
    }

    public JudgeSummary Summary => judge.Summary;

    /// <summary>Index of the best answer of every group, or why there is none.</summary>
    /// <param name="groups">Answers to one request each, 2 to 26.</param>
    public IReadOnlyList<Judged<int>> Pick(IReadOnlyList<IReadOnlyList<Exchange>> groups)
    {
        for (var g = 0; g < groups.Count; g++)
            if (groups[g].Count is < 2 or > 26) throw new ArgumentException($"A choice needs 2 to 26 answers; group {g} has {groups[g].Count}.", nameof(groups));
        return judge.Each(groups.Count, (g, token) => Once(groups[g], token));
    }

    /// <summary>Credit of every answer: 1 for the one picked and 0 for the others, or 1/k for all where the verdict is missing and counts as neutral. // (groups, answers)</summary>
    /// <exception cref="JudgeException">A verdict is missing, and that is to fail.</exception>
    public IReadOnlyList<double[]> Credit(IReadOnlyList<IReadOnlyList<Exchange>> groups)
    {
        var picks = Pick(groups);
        return [.. picks.Select((pick, g) =>
        {
            var credit = new double[groups[g].Count];
            if (pick.IsReadable) credit[pick.Value] = 1;
            else if (judge.Options.Unreadable == WhenUnreadable.Neutral) Array.Fill(credit, 1.0 / credit.Length);
            else throw new JudgeException(judge.Name, g, pick.Fault, pick.Reply);
            return credit;
        })];
    }

    private async Task<Judged<int>> Once(IReadOnlyList<Exchange> answers, CancellationToken token)
    {
        int[] order = [.. Enumerable.Range(0, answers.Count)];
        var request = Shown.Request(answers[0]);
        var key = Fence.Key([request, .. answers.Select(a => a.Answer)]);
        new Generator(Generator.Derive(seed, Convert.ToUInt64(key, 16))).Shuffle<int>(order);
        var shown = string.Join("\n\n", order.Select((at, place) => $"Answer {Letters[place]}:\n{Fence.Around("answer", key, answers[at].Answer)}"));
        string[] letters = [.. order.Select((_, place) => Letters[place].ToString())];
        var told = new Dictionary<string, string> { ["answers"] = shown, ["letters"] = string.Join(", ", letters) };
        var filled = prompt.Fill([("request", request)], told, key);
        var letter = await judge.Ask<string>(filled, (string reply, out string word) => (word = JudgeReply.Bracketed(reply, letters) ?? "").Length > 0, "one letter in double brackets, as in [[A]]", token);
        return letter.To(word => order[Array.IndexOf(letters, word)]);
    }
}
