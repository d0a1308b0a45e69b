namespace Goodhart.Learning.Judges;

/// <summary>One thing an answer is marked by.</summary>
/// <param name="Name">Short, unique; it becomes the part's name.</param>
/// <param name="Meaning">A sentence for the judge.</param>
/// <param name="Weight">Factor of the mark in the total; weights are not normalised.</param>
public sealed record Criterion(string Name, string Meaning, float Weight = 1);

/// <summary>Marks by named criteria as the parts of one reward, so that an audit can say which of them was exploited.</summary>
public static class RubricJudge
{
    /// <summary>Σ weight · mark over the criteria.</summary>
    /// <remarks>An answer is judged once by all criteria; every part reads its own mark from the same reply, which the judge's cache keeps.</remarks>
    /// <param name="name">The reward's name.</param>
    /// <param name="judge">Who judges.</param>
    /// <param name="criteria">At least one, with names of their own that hold no colon.</param>
    /// <param name="scale">Marks it may give; whole numbers from 1 to 10 unless given.</param>
    /// <param name="prompt">What it is told, with the places {request}, {answer} and {form}, and {criteria}, {low}, {high}, {whole} where wanted.</param>
    public static IReward<Completions> Of(string name, ChatJudge judge, IReadOnlyList<Criterion> criteria, MarkScale? scale = null, JudgePrompt? prompt = null)
    {
        if (criteria.Count == 0) throw new ArgumentException("A rubric needs at least one criterion, got none.", nameof(criteria));
        if (criteria.FirstOrDefault(c => c.Name.Trim().Length == 0 || c.Name.Contains(':', StringComparison.Ordinal) || c.Name.Contains('\n', StringComparison.Ordinal)) is { } odd)
            throw new ArgumentException($"A criterion's name must be a word or two without a colon, was '{odd.Name}'.", nameof(criteria));
        var rubric = new Rubric(judge, criteria, scale ?? new(), prompt ?? JudgePrompts.Rubric);
        return Reward.Sum(name, [.. criteria.Select((c, i) => new RubricPart(rubric, i).Weighted(c.Weight))]);
    }
}

/// <summary>All criteria in one request.</summary>
internal sealed class Rubric
{
    private readonly ChatJudge judge;
    private readonly JudgePrompt prompt;
    private readonly Dictionary<string, string> told;
    private readonly string[] names;

    public Rubric(ChatJudge judge, IReadOnlyList<Criterion> criteria, MarkScale scale, JudgePrompt prompt)
    {
        (this.judge, Scale, names) = (judge, scale, [.. criteria.Select(c => c.Name)]);
        this.prompt = prompt.With(["request", "answer", "form"], "key", "low", "high", "whole", "criteria");
        told = scale.Told;
        told["criteria"] = string.Join('\n', criteria.Select(c => $"- {c.Name}: {c.Meaning}"));
        told["form"] = string.Join('\n', names.Select(n => $"{n}: mark"));
    }

    public MarkScale Scale { get; }

    public JudgeOptions Options => judge.Options;

    public string Name(int criterion) => names[criterion];

    public IReadOnlyList<Judged<double[]>> Marks(Completions batch) => judge.Each(batch.Count, (i, token) => judge.Ask<double[]>(
        prompt.Fill([("request", Shown.Request(batch[i])), ("answer", batch[i].Answer)], told), Read, $"these lines, with the marks as numbers:\n{told["form"]}", token));

    private bool Read(string reply, out double[] marks)
    {
        var read = JudgeReply.Marks(reply, names, Scale);
        marks = read ?? [];
        return read is not null;
    }
}

internal sealed class RubricPart(Rubric rubric, int criterion) : IReward<Completions>
{
    public string Name => rubric.Name(criterion);

    public string Unit => "1";

    public IReadOnlyList<IReward<Completions>> Parts => [];

    public void Score(Completions batch, Span<float> scores, PartTrace? trace = null)
    {
        var marks = rubric.Marks(batch);
        for (var i = 0; i < marks.Count; i++) scores[i] = (float)rubric.Options.Count(marks[i].To(all => all[criterion]), rubric.Scale, Name, i);
    }
}
