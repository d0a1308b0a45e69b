using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

internal sealed class StepObjective<T> : IObjective<Positions<T>, T>
{
    public void Items(Positions<T> example, List<T> into) => into.Add(example.Item);

    public double Count(Positions<T> example) => example.Labels.Count(l => l is not null);

    public string? Id(Positions<T> example) => example.Id;

    public Tensor Losses(IReadOnlyList<Positions<T>> examples, Outputs outputs)
    {
        var (labels, mask) = Labels(examples, outputs);
        var at = outputs.Rows.shape[1] == 1
            ? StepLoss.Binary(outputs.Column(0), labels, mask) : StepLoss.Classes(outputs.Rows, where(mask.gt(0), labels, full_like(labels, -1)).to(ScalarType.Int64));
        long[] owner = [.. outputs.RowsOf.SelectMany((rows, item) => Enumerable.Repeat((long)item, rows))];
        return zeros(examples.Count, at.dtype, at.device).index_add(0, tensor(owner).to(at.device), at, 1);
    }

    public Tensor? Leads(IReadOnlyList<Positions<T>> examples, Outputs outputs)
    {
        var (labels, mask) = Labels(examples, outputs);
        if (outputs.Rows.shape[1] == 1) return (outputs.Column(0) * (2 * labels - 1))[mask.gt(0).logical_and(labels.ne(0.5f))];
        var classes = labels.to(ScalarType.Int64).unsqueeze(1);
        var own = outputs.Rows.gather(1, classes);
        var others = outputs.Rows.scatter(1, classes, full_like(own, float.NegativeInfinity)).amax([1]);
        return (own.squeeze(1) - others)[mask.gt(0)];
    }

    private static (Tensor Labels, Tensor Mask) Labels(IReadOnlyList<Positions<T>> examples, Outputs outputs)
    {
        var (values, mask, at) = (new float[outputs.Rows.shape[0]], new float[outputs.Rows.shape[0]], 0);
        for (var i = 0; i < examples.Count; i++)
        {
            var example = examples[i];
            if (example.Labels.Count != outputs.RowsOf[i])
                throw new ArgumentException($"Example {example.Id ?? i.ToString()} has {example.Labels.Count} labels for {outputs.RowsOf[i]} positions; expected one per position.");
            foreach (var label in example.Labels)
            {
                if (label is { } given) (values[at], mask[at]) = (Checked(given, outputs.Rows.shape[1], example.Id ?? i.ToString()), 1);
                at++;
            }
        }

        return (TensorMemory.Vector(values).to(outputs.Rows.device), TensorMemory.Vector(mask).to(outputs.Rows.device));
    }

    private static float Checked(double label, long classes, string id) => classes == 1
        ? label is >= 0 and <= 1 ? (float)label : throw new ArgumentException($"Example {id} has label {label}; expected a probability in [0, 1].")
        : label == Math.Floor(label) && label >= 0 && label < classes ? (float)label : throw new ArgumentException($"Example {id} has label {label}; expected a class in 0 … {classes - 1}.");
}
