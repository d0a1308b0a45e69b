namespace Goodhart.Tests;

/// <summary>Rewards over rows of numbers: part k scores column k.</summary>
internal static class Rows
{
    public static Batch<float[]> Of(params float[][] rows) => new(rows);

    /// <summary>One row per value, with a single column.</summary>
    public static Batch<float[]> Column(params float[] values) => new([.. values.Select(value => new[] { value })]);

    public static Batch<float[]> Random(int count, int columns, ulong seed)
    {
        var rng = new Generator(seed);
        return new([.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, columns).Select(_ => (float)rng.NextNormal()).ToArray())]);
    }

    public static IReward<Batch<float[]>> Part(int column, string? name = null, string unit = "1") =>
        Reward.Each<Batch<float[]>>(name ?? $"part{column}", (batch, i) => batch[i][column], unit);

    public static float[] Scores<TBatch>(this IReward<TBatch> reward, TBatch batch, PartTrace? trace = null) where TBatch : IBatch
    {
        var scores = new float[batch.Count];
        reward.Evaluate(batch, scores, trace);
        return scores;
    }

    public static void Near(ReadOnlySpan<float> actual, double tolerance, params ReadOnlySpan<double> expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(actual[i] - expected[i]) <= tolerance, $"[{i}]: {actual[i]}, expected {expected[i]}");
    }
}
