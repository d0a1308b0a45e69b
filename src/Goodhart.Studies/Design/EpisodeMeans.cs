using Goodhart.Design;

namespace Goodhart.Studies.Design;

/// <summary>A reward that follows, while the audit scores it, what an episode earns of it, of each of its parts and of a person's reward.</summary>
/// <remarks>Every <see cref="Begin"/> starts one more episode in each copy; steps after its end do not count.</remarks>
internal sealed class EpisodeMeans : IReward<Transitions>, IEpisodic
{
    private readonly IReward<Transitions> reward;
    private readonly IReward<Transitions>? human;
    private readonly PartTrace trace;
    private readonly PartTrace[] parts;
    private readonly double[] sums;
    private bool[] over = [];
    private float[] scores = [];
    private double total, humanTotal;
    private int episodes;

    /// <exception cref="ArgumentException">A part has a reserved name.</exception>
    public EpisodeMeans(IReward<Transitions> reward, IReward<Transitions>? human)
    {
        (this.reward, this.human, trace) = (reward, human, PartTrace.Of(reward, keep: true));
        parts = [.. trace.Flatten().Skip(1)];
        sums = new double[parts.Length];
        Names = [.. parts.Select(part => part.Path[(trace.Path.Length + 1)..])];
        if (Names.FirstOrDefault(name => name is Outcome.TaskScore or Outcome.Total) is { } reserved)
            throw new ArgumentException($"Component '{reserved}' of reward '{reward.Name}' has a reserved name; call it something else than {Outcome.TaskScore} or {Outcome.Total}.");
    }

    /// <summary>Names of the parts below the reward, those of parts of parts joined by '/'.</summary>
    public IReadOnlyList<string> Names { get; }

    public double Total => total / episodes;

    public double? Human => human is null ? null : humanTotal / episodes;

    /// <summary>Mean per episode of the <paramref name="part"/>-th of <see cref="Names"/>.</summary>
    public double Part(int part) => sums[part] / episodes;

    public string Name => "measured";

    public string Unit => reward.Unit;

    public IReadOnlyList<IReward<Transitions>> Parts => [];

    /// <summary>Forgets all episodes.</summary>
    public void Clear()
    {
        (total, humanTotal, episodes) = (0, 0, 0);
        sums.AsSpan().Clear();
    }

    public void Begin(int copies)
    {
        reward.Begin(copies);
        human?.Begin(copies);
        over = new bool[copies];
        episodes += copies;
    }

    public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
    {
        reward.Evaluate(batch, scores, this.trace);
        var theirs = Theirs(batch);
        for (var i = 0; i < scores.Length; i++)
        {
            var copy = i % over.Length;
            if (over[copy]) continue;
            total += scores[i];
            if (human is not null) humanTotal += theirs[i];
            for (var k = 0; k < parts.Length; k++)
                if (parts[k].LastApplies is not { Length: > 0 } applies || applies[i]) sums[k] += parts[k].Last[i];
            over[copy] = batch.Terminated[i] || batch.Truncated[i];
        }
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var part in reward.EpisodicParts()) part.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        foreach (var part in reward.EpisodicParts()) part.Load(reader);
    }

    private ReadOnlySpan<float> Theirs(Transitions batch)
    {
        if (human is null) return [];
        if (scores.Length < batch.Count) scores = new float[batch.Count];
        human.Evaluate(batch, scores.AsSpan(0, batch.Count));
        return scores;
    }
}
