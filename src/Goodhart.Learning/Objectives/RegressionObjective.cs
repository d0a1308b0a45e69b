using Goodhart.Feedback;
using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

internal sealed class RegressionObjective<T> : IObjective<Rating<T>, T>
{
    private readonly string[] attributes;

    public RegressionObjective(IReadOnlyList<string> attributes)
    {
        if (attributes.Count == 0) throw new ArgumentException("Regression needs at least one attribute, got none.", nameof(attributes));
        this.attributes = [.. attributes];
    }

    public void Items(Rating<T> example, List<T> into) => into.Add(example.Item);

    public double Count(Rating<T> example)
    {
        var count = attributes.Count(a => Mark(example, a) is not null);
        return count > 0 ? count : throw new ArgumentException($"A rating has no mark for any of: {string.Join(", ", attributes)}. Its attributes: {string.Join(", ", example.Marks.Keys)}.");
    }

    public Tensor Losses(IReadOnlyList<Rating<T>> examples, Outputs outputs)
    {
        var width = attributes.Length;
        outputs.OnePerItem("rating");
        if (outputs.Rows.shape[1] < width) throw new ArgumentException($"Regression on {width} attributes needs as many outputs, the scorer has {outputs.Rows.shape[1]}.");
        Tensor marks = zeros(examples.Count, width), mask = zeros(examples.Count, width);
        Span<float> values = marks.Floats(), given = mask.Floats();
        for (var i = 0; i < examples.Count; i++)
            for (var a = 0; a < width; a++)
                if (Mark(examples[i], attributes[a]) is { } mark) (values[i * width + a], given[i * width + a]) = ((float)mark, 1);
        return MaskedRegression.Loss(outputs.Rows.narrow(1, 0, width), marks.to(outputs.Rows.device), mask.to(outputs.Rows.device));
    }

    private static double? Mark(Rating<T> rating, string attribute) => rating.Marks.TryGetValue(attribute, out var mark) ? mark.Value : null;
}
