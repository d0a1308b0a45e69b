namespace Goodhart;

/// <summary>Samples described by numbers: one row of features each.</summary>
public sealed class FeatureRows : IBatch
{
    /// <param name="values">Row by row. // (Count × width)</param>
    /// <param name="width">Features of a row, &gt; 0.</param>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    public FeatureRows(ReadOnlyMemory<float> values, int width)
    {
        Ensure.Positive(width);
        if (values.Length % width != 0) throw new ArgumentException($"{values.Length} values are not whole rows of {width} features.", nameof(values));
        (Values, Width) = (values, width);
    }

    /// <summary>Row by row. // (Count × Width)</summary>
    public ReadOnlyMemory<float> Values { get; }

    public int Width { get; }

    public int Count => Values.Length / Width;

    /// <summary>Features of one sample. // (Width)</summary>
    public ReadOnlySpan<float> this[int row] => Values.Span.Slice(row * Width, Width);

    /// <summary>Rows from single samples.</summary>
    /// <exception cref="ArgumentException">There is none, or their widths differ.</exception>
    public static FeatureRows Of(IReadOnlyList<float[]> samples)
    {
        if (samples.Count == 0) throw new ArgumentException("Feature rows need at least one sample.", nameof(samples));
        var width = samples[0].Length;
        var values = new float[samples.Count * width];
        for (var i = 0; i < samples.Count; i++)
        {
            if (samples[i].Length != width) throw new ArgumentException($"Sample {i} has {samples[i].Length} features, sample 0 has {width}.", nameof(samples));
            samples[i].CopyTo(values, i * width);
        }

        return new(values, width);
    }
}
