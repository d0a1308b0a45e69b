using Goodhart.Feedback;
using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

internal sealed class ListwiseObjective<T>(int column, int depth) : IObjective<Ranking<T>, T>
{
    public void Items(Ranking<T> example, List<T> into) => into.AddRange(example.Items);

    public Tensor Losses(IReadOnlyList<Ranking<T>> examples, Outputs outputs)
    {
        var (scores, ranks) = Padded(examples, outputs);
        return PlackettLuce.Loss(scores, ranks, depth);
    }

    public Tensor? Leads(IReadOnlyList<Ranking<T>> examples, Outputs outputs)
    {
        var (scores, ranks) = Padded(examples, outputs);
        var decided = ranks.unsqueeze(2).lt(ranks.unsqueeze(1)).logical_and(ranks.gt(0).unsqueeze(2));   // (rankings, better, worse)
        return (scores.unsqueeze(2) - scores.unsqueeze(1))[decided];
    }

    private (Tensor Scores, Tensor Ranks) Padded(IReadOnlyList<Ranking<T>> examples, Outputs outputs)
    {
        outputs.OnePerItem("ranking");
        var most = examples.Max(r => r.Items.Count);
        var (places, ranks, at) = (new long[examples.Count * most], new float[examples.Count * most], 0L);
        for (var i = 0; i < examples.Count; i++)
            for (var k = 0; k < examples[i].Items.Count; k++) (places[i * most + k], ranks[i * most + k]) = (at++, examples[i].Ranks[k]);
        var device = outputs.Rows.device;
        return (outputs.Column(column).index_select(0, tensor(places).to(device)).view(-1, most), TensorMemory.Vector(ranks).view(-1, most).to(device));
    }
}
