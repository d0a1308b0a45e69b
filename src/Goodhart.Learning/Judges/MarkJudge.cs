namespace Goodhart.Learning.Judges;

/// <summary>A judge's mark as a reward: the last number of its reply, on a scale (RewardBench 2's ratings).</summary>
public sealed class MarkJudge : IReward<Completions>
{
    private readonly ChatJudge judge;
    private readonly MarkScale scale;
    private readonly JudgePrompt prompt;
    private readonly Dictionary<string, string> told;

    /// <param name="judge">Who judges.</param>
    /// <param name="scale">Marks it may give; whole numbers from 1 to 10 unless given.</param>
    /// <param name="criterion">A sentence on what alone is to be marked; the whole answer unless given.</param>
    /// <param name="prompt">What it is told, with the places {request} and {answer}, and {low}, {high}, {whole}, {criterion} where wanted.</param>
    /// <param name="name">The reward's name; the judge's unless given.</param>
    public MarkJudge(ChatJudge judge, MarkScale? scale = null, string? criterion = null, JudgePrompt? prompt = null, string? name = null)
    {
        (this.judge, this.scale, Name) = (judge, scale ?? new(), name ?? judge.Name);
        this.prompt = (prompt ?? JudgePrompts.Mark).With(["request", "answer"], "key", "low", "high", "whole", "criterion");
        told = this.scale.Told;
        told["criterion"] = criterion is null ? "" : $" Mark this alone: {criterion}";
    }

    public string Name { get; }

    public string Unit => "1";

    public IReadOnlyList<IReward<Completions>> Parts => [];

    public JudgeSummary Summary => judge.Summary;

    /// <summary>The mark of every answer, or why there is none. // (batch.Count)</summary>
    public IReadOnlyList<Judged<double>> Marks(Completions batch) => judge.Each(batch.Count, (i, token) => judge.Ask<double>(
        prompt.Fill([("request", Shown.Request(batch[i])), ("answer", batch[i].Answer)], told), Read, "the mark, as a number", token));

    /// <inheritdoc/>
    /// <exception cref="JudgeException">An answer has no mark, and that is to fail.</exception>
    public void Score(Completions batch, Span<float> scores, PartTrace? trace = null)
    {
        var marks = Marks(batch);
        for (var i = 0; i < marks.Count; i++) scores[i] = (float)judge.Options.Count(marks[i], scale, judge.Name, i);
    }

    private bool Read(string reply, out double mark)
    {
        var read = JudgeReply.Mark(reply, scale);
        mark = read ?? 0;
        return read is not null;
    }
}

internal static class MissingMarks
{
    extension(JudgeOptions options)
    {
        /// <summary>A mark, or what a missing one counts for.</summary>
        public double Count(Judged<double> mark, MarkScale scale, string judge, int sample) => mark.IsReadable ? mark.Value : options.Unreadable switch
        {
            WhenUnreadable.Neutral => scale.Middle,
            WhenUnreadable.Worst => scale.Low,
            _ => throw new JudgeException(judge, sample, mark.Fault, mark.Reply),
        };
    }
}
