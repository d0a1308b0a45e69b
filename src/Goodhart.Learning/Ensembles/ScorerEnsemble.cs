using Goodhart.Models;

namespace Goodhart.Learning;

/// <summary>Makes an untrained scorer from the generators of its body and of its head.</summary>
public delegate IScorer<TItem> MakeScorer<TItem>(Generator body, Generator head);

/// <summary>Several scorers trained on the same feedback, each from its own seeds.</summary>
public sealed class ScorerEnsemble<TItem> : IDisposable
{
    private ScorerEnsemble(IReadOnlyList<IScorer<TItem>> members, IReadOnlyList<TrainingReport> reports) => (Members, Reports) = (members, reports);

    public IReadOnlyList<IScorer<TItem>> Members { get; }

    /// <summary>What came of each member's training. // (members)</summary>
    public IReadOnlyList<TrainingReport> Reports { get; }

    /// <summary>Trains every member of a plan.</summary>
    /// <param name="plan">Seeds; members with the same seeds are the same.</param>
    /// <param name="make">An untrained scorer.</param>
    /// <param name="examples">What all learn from.</param>
    /// <param name="objective">What is wanted.</param>
    /// <param name="options">How each is trained.</param>
    /// <param name="bootstrap">Whether each member learns from a draw with replacement of as many examples, from its head's seed.</param>
    /// <param name="cancellation">Stops between two updates.</param>
    public static ScorerEnsemble<TItem> Fit<TExample>(SeedPlan plan, MakeScorer<TItem> make, IReadOnlyList<TExample> examples, IObjective<TExample, TItem> objective,
        TrainingOptions options, bool bootstrap = false, CancellationToken cancellation = default)
    {
        var (members, reports) = (new List<IScorer<TItem>>(), new List<TrainingReport>());
        try
        {
            for (var k = 0; k < plan.Members; k++)
            {
                var own = new Generator(plan.Heads[k]);
                members.Add(make(new(plan.Bodies[k]), own.Fork()));
                var seen = bootstrap ? [.. examples.Select(_ => examples[own.NextInt(examples.Count)])] : examples;
                reports.Add(RewardTrainer.Fit(members[k], seen, objective, options, own.Fork(), cancellation: cancellation));
            }
        }
        catch
        {
            foreach (var member in members) member.Dispose();
            throw;
        }

        return new(members, reports);
    }

    /// <summary>Every member as a reward, to be aggregated by <see cref="Reward.Ensemble{TBatch}(string, IReadOnlyList{IReward{TBatch}}, Aggregate, TBatch)"/>.</summary>
    /// <param name="of">A reward of a name and a scorer, such as <see cref="LearnedReward.OfTexts"/>.</param>
    public IReadOnlyList<IReward<TBatch>> Rewards<TBatch>(Func<string, IScorer<TItem>, IReward<TBatch>> of) where TBatch : IBatch =>
        [.. Members.Select((member, k) => of($"member {k + 1}", member))];

    public void Dispose()
    {
        foreach (var member in Members) member.Dispose();
    }
}
