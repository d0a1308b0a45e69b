using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <param name="Item">Features.</param>
/// <param name="Target">Standardised score.</param>
/// <param name="Seen">1 for the heads that learn from it. // (heads)</param>
internal sealed record GaussianTarget(float[] Item, double Target, float[] Seen);

/// <summary>Negative log-likelihood of every head that sees a sample; columns are μ and log σ of one head after the other.</summary>
internal sealed class GaussianObjective(MultiHeadOptions options) : IObjective<GaussianTarget, float[]>
{
    public void Items(GaussianTarget example, List<float[]> into) => into.Add(example.Item);

    public Tensor Losses(IReadOnlyList<GaussianTarget> examples, Outputs outputs)
    {
        var heads = outputs.Rows.view(examples.Count, options.Heads, 2);
        var target = TensorMemory.Vector([.. examples.Select(e => (float)e.Target)]).view(-1, 1);
        var seen = TensorMemory.Vector([.. examples.SelectMany(e => e.Seen)]).view(-1, options.Heads);
        return (seen * MaskedRegression.GaussianLoss(heads.select(2, 0), heads.select(2, 1), target, options.Floor, options.Ceiling)).sum(1);
    }
}
