using Goodhart.Feedback;

namespace Goodhart.Worlds.Preferences;

/// <summary>Somebody who gives marks: clip(round(Centre + Spread·value + N(0, Noise²)), Low, High).</summary>
/// <param name="Noise">Standard deviation of the noise, in marks.</param>
/// <param name="Centre">Mark of an answer of value 0. 2 on HelpSteer2's scale.</param>
/// <param name="Spread">Marks per unit of value.</param>
/// <param name="Low">Lowest mark.</param>
/// <param name="High">Highest mark.</param>
/// <param name="Missing">Share of marks that are not given, in [0, 1).</param>
public sealed record Rater(double Noise = 0.8, double Centre = 2, double Spread = 1, int Low = 0, int High = 4, double Missing = 0)
{
    private readonly Scale scale = new(Low, High);

    public double Noise { get; init; } = Ensure.NotNegative(Noise);

    public double Missing { get; init; } = Ensure.InRange(Missing, 0.0, 1 - 1e-12);

    /// <summary>Marks of every row by one value, as its overall mark.</summary>
    public IReadOnlyList<Rating<float[]>> Rate(FeatureRows rows, IReward<FeatureRows> value, Generator rng) => Rate(rows, [(Rating.Overall, value)], rng);

    /// <summary>Marks of every row by several named values; a mark that is missing is there as "N/A".</summary>
    public IReadOnlyList<Rating<float[]>> Rate(FeatureRows rows, IReadOnlyList<(string Attribute, IReward<FeatureRows> Value)> values, Generator rng)
    {
        var scores = new float[values.Count][];
        for (var a = 0; a < scores.Length; a++) values[a].Value.Evaluate(rows, scores[a] = new float[rows.Count]);
        var ratings = new Rating<float[]>[rows.Count];
        for (var i = 0; i < ratings.Length; i++)
        {
            var marks = new Dictionary<string, Mark>(values.Count);
            for (var a = 0; a < scores.Length; a++)
            {
                var given = Missing == 0 || rng.NextDouble() >= Missing;
                var mark = Math.Clamp(Math.Round(Centre + Spread * scores[a][i] + Noise * rng.NextNormal()), Low, High);
                marks[values[a].Attribute] = new(given ? mark : null, scale);
            }

            ratings[i] = new(rows[i].ToArray(), marks);
        }

        return ratings;
    }
}
