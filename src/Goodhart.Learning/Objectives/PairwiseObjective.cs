using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Comparisons by <see cref="Pairwise.Loss"/> of one output, or of a skew-symmetric score of all of them.</summary>
internal sealed class PairwiseObjective<T>(PairwiseOptions options, int column, bool byWeight, bool skew) : IObjective<Pair<T>, T>
{
    public void Items(Pair<T> example, List<T> into)
    {
        into.Add(example.First);
        into.Add(example.Second);
    }

    public double Count(Pair<T> example) => byWeight ? example.Weight : 1;

    public string? Id(Pair<T> example) => example.Id;

    public Tensor Losses(IReadOnlyList<Pair<T>> examples, Outputs outputs)
    {
        var target = Values(examples, p => p.Target, outputs.Rows);
        var margin = examples.Any(p => p.Margin != 0) ? Values(examples, p => p.Margin, outputs.Rows) : null;
        var weight = examples.Any(p => p.Weight != 1) ? Values(examples, p => p.Weight, outputs.Rows) : null;
        if (skew) return Pairwise.LeadLoss(Skew(outputs), target, options, margin, weight);
        var (first, second) = Scores(outputs);
        return Pairwise.Loss(first, second, target, options, margin, weight);
    }

    public Tensor? Leads(IReadOnlyList<Pair<T>> examples, Outputs outputs)
    {
        var side = Values(examples, p => Math.Sign(p.Target - 0.5), outputs.Rows);
        var (first, second) = skew ? (zeros_like(side), Skew(outputs)) : Scores(outputs);
        return ((second - first) * side)[side.ne(0)];
    }

    private (Tensor First, Tensor Second) Scores(Outputs outputs)
    {
        outputs.OnePerItem("comparison");
        var scores = outputs.Column(column).view(-1, 2);
        return (scores.select(1, 0), scores.select(1, 1));
    }

    private static Tensor Skew(Outputs outputs)
    {
        outputs.OnePerItem("comparison");
        var pairs = outputs.Rows.view(-1, 2, outputs.Rows.shape[1]);
        return SkewScore.Of(pairs.select(1, 1), pairs.select(1, 0));   // lead of the second
    }

    private static Tensor Values(IReadOnlyList<Pair<T>> pairs, Func<Pair<T>, double> of, Tensor like)
    {
        Span<float> values = pairs.Count <= 256 ? stackalloc float[pairs.Count] : new float[pairs.Count];
        for (var i = 0; i < values.Length; i++) values[i] = (float)of(pairs[i]);
        return TensorMemory.Vector(values).to(like.device);
    }
}
