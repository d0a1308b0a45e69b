using Goodhart.Feedback;
using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning.Segments;

/// <summary>Networks that learn a reward of state and action from comparisons of segments, each from its own initial weights and its own order of the data.</summary>
/// <remarks>A step's reward is the mean over members of tanh(f(s, a)), in [−1, 1]; a segment's return is the sum over its steps.</remarks>
public sealed class RewardEnsemble : IDisposable
{
    private readonly Mlp[] members;
    private readonly Adam[] adams;
    private readonly SegmentTable table;
    private readonly RewardEnsembleOptions options;
    private readonly StateActionFeatures features;
    private readonly Generator rng;

    /// <param name="schema">Of the world.</param>
    /// <param name="table">Where segments are cut into.</param>
    /// <param name="options">Sizes and learning.</param>
    /// <param name="rng">Of weights and of the order of the data.</param>
    public RewardEnsemble(Schema schema, SegmentTable table, RewardEnsembleOptions options, Generator rng)
    {
        (features, this.table, this.options, this.rng) = (new(schema), table, options.Checked(), rng);
        members = [.. Enumerable.Range(0, options.Members).Select(_ => new Mlp(features.Width, 1, new(options.Width, options.Depth, Activation.LeakyRelu), 1, rng))];
        adams = [.. members.Select(m => new Adam(m.Parameters.Count))];
        Reward = Goodhart.Reward.From<Transitions>("learned from preferences", Score);
    }

    /// <summary>The learnt reward as it stands; it changes when more is learnt, and ends with the ensemble.</summary>
    public IReward<Transitions> Reward { get; }

    /// <summary>Each member's P(second ≻ first). // (members)(pairs)</summary>
    public IReadOnlyList<float[]> SecondWins(IReadOnlyList<(Segment First, Segment Second)> pairs)
    {
        using var threads = TorchThreads.One();
        using var nothing = no_grad();
        using var rows = new PairRows(table, pairs);
        return [.. members.Select(member =>
        {
            using var scope = NewDisposeScope();
            var (first, second) = rows.Returns(member);
            return Pairwise.SecondWins(first, second).Floats().ToArray();
        })];
    }

    /// <summary>Learns from comparisons, pass by pass, until members agree with most of them; those that could not be compared teach nothing.</summary>
    /// <returns>Share of the comparisons with a preferred side that the members got right during their last pass, in their mean; 1 where there is none.</returns>
    public double Fit(IReadOnlyList<Preference<Segment>> comparisons, CancellationToken cancellation = default)
    {
        Preference<Segment>[] usable = [.. comparisons.Where(c => c.Target is not null)];
        if (usable.Length == 0) return 1;
        using var threads = TorchThreads.One();
        using var rows = new PairRows(table, [.. usable.Select(c => (c.First, c.Second))]);
        float[] targets = [.. usable.Select(c => (float)c.Target!.Value)];
        long[] order = [.. Enumerable.Range(0, usable.Length)];
        var right = 0.0;
        for (var m = 0; m < members.Length; m++)
        {
            var share = 0.0;
            for (var pass = 0; pass < options.Passes && (share < options.Enough || pass < options.LeastPasses); pass++)
            {
                cancellation.ThrowIfCancellationRequested();
                rng.Shuffle<long>(order);
                share = Pass(members[m], adams[m], rows, order, targets);
            }

            right += share / members.Length;
        }

        return right;
    }

    public void Dispose()
    {
        foreach (var member in members) member.Dispose();
    }

    private double Pass(Mlp member, Adam adam, PairRows rows, long[] order, float[] targets)
    {
        var (right, decided, gradient) = (0, 0, new float[member.Parameters.Count]);
        foreach (var chunk in order.Chunk(options.Minibatch))
        {
            using var scope = NewDisposeScope();
            var (first, second) = rows.Returns(member, chunk);
            var target = Array.ConvertAll(chunk, i => targets[i]);
            var lead = (second - first).detach().Floats();
            for (var i = 0; i < chunk.Length; i++)
            {
                if (target[i] == .5f) continue;
                decided++;
                if (lead[i] > 0 == target[i] > .5f) right++;
            }

            ParameterVector.Gradient(Pairwise.Loss(first, second, TensorMemory.Vector(target)).mean(), gradient, member.Parameters);
            adam.Step(member.Parameters.Values, gradient, options.LearningRate);
        }

        return decided == 0 ? 1 : (double)right / decided;
    }

    private void Score(Transitions batch, Span<float> scores)
    {
        if (scores.IsEmpty) return;
        using var threads = TorchThreads.One();
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var input = empty(scores.Length, features.Width);
        var floats = input.Floats();
        for (var i = 0; i < scores.Length; i++) features.Of(batch, i, floats.Slice(i * features.Width, features.Width));
        scores.Clear();
        foreach (var member in members)
        {
            var own = member.Forward(input).tanh().flatten();
            var given = own.Floats();
            for (var i = 0; i < scores.Length; i++) scores[i] += given[i] / members.Length;
        }
    }
}
