namespace Goodhart.Studies.Rewards;

/// <summary>A vector with few entries.</summary>
/// <param name="Columns">Where they are, ascending.</param>
/// <param name="Values">What they are.</param>
internal sealed record SparseRow(int[] Columns, double[] Values)
{
    public double Dot(ReadOnlySpan<double> dense)
    {
        var sum = 0.0;
        for (var i = 0; i < Columns.Length; i++) sum += Values[i] * dense[Columns[i]];
        return sum;
    }

    /// <summary>dense += factor · this.</summary>
    public void AddTo(Span<double> dense, double factor)
    {
        for (var i = 0; i < Columns.Length; i++) dense[Columns[i]] += factor * Values[i];
    }

    public SparseRow Minus(SparseRow other)
    {
        var entries = new SortedDictionary<int, double>();
        for (var i = 0; i < Columns.Length; i++) entries[Columns[i]] = Values[i];
        for (var i = 0; i < other.Columns.Length; i++) entries[other.Columns[i]] = entries.GetValueOrDefault(other.Columns[i]) - other.Values[i];
        return new([.. entries.Keys], [.. entries.Values]);
    }
}
