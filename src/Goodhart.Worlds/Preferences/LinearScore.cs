namespace Goodhart.Worlds.Preferences;

/// <summary>Weighted sums of rows.</summary>
internal static class LinearScore
{
    /// <summary>w·x from column <paramref name="from"/> on.</summary>
    public static IReward<FeatureRows> Of(string name, float[] weights, int from = 0) => Reward.From<FeatureRows>(name, (rows, scores) =>
    {
        for (var i = 0; i < scores.Length; i++) scores[i] = Dot(weights, rows[i][from..]);
    });

    public static float Dot(ReadOnlySpan<float> weights, ReadOnlySpan<float> row)
    {
        var sum = 0f;
        for (var j = 0; j < weights.Length; j++) sum += weights[j] * row[j];
        return sum;
    }

    /// <summary>A direction uniform on the unit sphere.</summary>
    public static float[] Direction(int width, Generator rng)
    {
        var direction = new float[width];
        rng.Normal(direction);
        return Unit(direction);
    }

    public static float[] Unit(float[] vector)
    {
        var norm = MathF.Sqrt(Dot(vector, vector));
        return Array.ConvertAll(vector, x => x / norm);
    }
}
