using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>−Σ log p(token) of a text's answer; a batch's mean is per token, so that long texts count for as much per token as short ones.</summary>
internal sealed class LikelihoodObjective : IObjective<Encoded, Encoded>
{
    public void Items(Encoded example, List<Encoded> into) => into.Add(example);

    public double Count(Encoded example) => LanguageModel.Predicted(example);

    public Tensor Losses(IReadOnlyList<Encoded> examples, Outputs outputs) => SumPerItem(outputs.Column(0), outputs.RowsOf).neg();

    /// <summary>// rows: (Σ rows) → (items)</summary>
    internal static Tensor SumPerItem(Tensor rows, IReadOnlyList<int> rowsOf)
    {
        long[] owner = [.. rowsOf.SelectMany((count, item) => Enumerable.Repeat((long)item, count))];
        return zeros(rowsOf.Count, rows.dtype, rows.device).index_add(0, tensor(owner).to(rows.device), rows, 1);
    }
}
