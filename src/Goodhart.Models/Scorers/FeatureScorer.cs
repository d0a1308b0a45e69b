using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Scores rows of features with a fully connected network, or with several side by side.</summary>
public sealed class FeatureScorer : IFeatureScorer<float[]>
{
    private readonly FeatureScorerOptions options;
    private readonly int inputs;

    /// <param name="inputs">Features of a row, &gt; 0.</param>
    /// <param name="options">Sizes and initial weights.</param>
    /// <param name="body">Source of the weights of hidden layers; same generator, same bits.</param>
    /// <param name="head">Source of the last layer's weights; null to go on with <paramref name="body"/>.</param>
    public FeatureScorer(int inputs, FeatureScorerOptions options, Generator body, Generator? head = null)
    {
        (this.inputs, this.options) = (Ensure.Positive(inputs), options.Checked());
        int[] widths = [inputs, .. Enumerable.Repeat(options.Width, options.Depth), options.Outputs];
        var shapes = new List<(string, long[])>();
        for (var i = 1; i < widths.Length; i++)
        {
            var name = i == widths.Length - 1 ? "score" : $"layer{i}";
            shapes.AddRange((name + ".weight", options.Towers == 1 ? [widths[i], widths[i - 1]] : [options.Towers, widths[i - 1], widths[i]]),
                (name + ".bias", options.Towers == 1 ? [widths[i]] : [options.Towers, 1, widths[i]]));
        }

        Parameters = new(shapes);
        for (var i = 1; i < widths.Length; i++)
        {
            var weights = Parameters[2 * (i - 1)];
            (i == widths.Length - 1 ? head ?? body : body).Normal(weights);
            var scale = (float)(options.InitialScale / Math.Sqrt(widths[i - 1]));
            foreach (ref var weight in weights) weight *= scale;
        }
    }

    public ParameterVector Parameters { get; }

    public int Outputs => options.Towers * options.Outputs;

    public int FeatureWidth => options.Towers * (options.Depth == 0 ? inputs : options.Width);

    public int Rows(float[] item) => 1;

    public Tensor Forward(IReadOnlyList<float[]> items, Generator? dropout = null) => Forward(Input(items), dropout);

    /// <summary>Outputs of rows that are a tensor already. // rows: (n, features) → (n, Outputs)</summary>
    public Tensor Forward(Tensor rows, Generator? dropout = null) => Head(Body(rows, dropout));

    public (Tensor Outputs, Tensor Features) ForwardWithFeatures(IReadOnlyList<float[]> items, Generator? dropout = null)
    {
        var features = Body(Input(items), dropout);
        return (Head(features), Columns(features));
    }

    public void Dispose() => Parameters.Dispose();

    private Tensor Input(IReadOnlyList<float[]> items)
    {
        var rows = empty(items.Count, inputs);
        var floats = rows.Floats();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Length != inputs) throw new ArgumentException($"Item {i} has {items[i].Length} features, this scorer reads {inputs}.", nameof(items));
            items[i].CopyTo(floats[(i * inputs)..]);
        }

        return rows;
    }

    // (n, inputs) → (n, width), or (towers, n, width) where there are several.
    private Tensor Body(Tensor rows, Generator? dropout)
    {
        if (options.Towers > 1) rows = rows.unsqueeze(0).expand(options.Towers, -1, -1);
        for (var i = 0; i < options.Depth; i++)
        {
            rows = options.Activation.Apply(Linear(rows, i));
            if (dropout is not null && options.Dropout > 0) rows *= Kept(rows.shape, dropout);
        }

        return rows;
    }

    private Tensor Head(Tensor features) => Columns(Linear(features, options.Depth));

    private Tensor Linear(Tensor rows, int layer)
    {
        Tensor weight = Parameters.Leaves[2 * layer], bias = Parameters.Leaves[2 * layer + 1];
        return options.Towers == 1 ? nn.functional.linear(rows, weight, bias) : rows.bmm(weight) + bias;   // the binding mixes up the arguments of baddbmm
    }

    private static Tensor Columns(Tensor rows) => rows.dim() == 2 ? rows : rows.transpose(0, 1).reshape(rows.shape[1], -1);

    private Tensor Kept(long[] shape, Generator rng)
    {
        var mask = empty(shape);
        var floats = mask.Floats();
        var keep = (float)(1 - options.Dropout);
        for (var i = 0; i < floats.Length; i++) floats[i] = rng.NextSingle() < keep ? 1 / keep : 0;
        return mask;
    }
}
