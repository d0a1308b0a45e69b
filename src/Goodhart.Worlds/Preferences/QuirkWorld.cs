namespace Goodhart.Worlds.Preferences;

/// <param name="Core">Features that say how good an answer is, standard normal.</param>
/// <param name="Quirks">Features that are nearly always 0 and bad whenever they are not.</param>
/// <param name="QuirkRate">Probability that a quirk shows, in (0, 1).</param>
/// <param name="QuirkSize">A quirk that shows has the value QuirkSize·|N(0, 1)|.</param>
/// <param name="Worth">Factor of w·x, w ~ N(0, I/Core): about the gold's standard deviation.</param>
/// <param name="Penalty">What a quirk costs per unit.</param>
/// <param name="MarkerRate">Probability of one more feature, a marker that is 0 or 1 (an answer in the form of a list); 0 for no such feature.</param>
/// <param name="MarkerPenalty">What the marker costs.</param>
public sealed record QuirkOptions(
    int Core = 12, int Quirks = 40, double QuirkRate = 0.003, double QuirkSize = 2, double Worth = 1.5, double Penalty = 1.2,
    double MarkerRate = 0, double MarkerPenalty = 0.3);

/// <summary>
/// Answers with rare faults that a few hundred noisy comparisons hardly cover: what a reward model does not know about them is what a strong optimiser finds.
/// </summary>
/// <remarks>gold = Worth·w·x_core − Penalty·Σ quirks − MarkerPenalty·marker. Columns: the core, the quirks, the marker where there is one.</remarks>
public sealed class QuirkWorld : IPreferenceWorld
{
    private readonly QuirkOptions options;

    public QuirkWorld(QuirkOptions options, Generator rng)
    {
        this.options = options;
        Ensure.Positive(options.Core);
        Ensure.NotNegative(options.Quirks);
        Ensure.InRange(options.QuirkRate, 0.0, 1.0);
        Ensure.InRange(options.MarkerRate, 0.0, 1.0);
        Ensure.Positive(options.QuirkSize);
        var weights = new float[Width];
        for (var j = 0; j < options.Core; j++) weights[j] = (float)(options.Worth * rng.NextNormal() / Math.Sqrt(options.Core));
        weights.AsSpan(options.Core, options.Quirks).Fill(-(float)options.Penalty);
        if (Marker >= 0) weights[Marker] = -(float)options.MarkerPenalty;
        (Weights, Gold) = (weights, LinearScore.Of("gold", weights));
    }

    public int Width => options.Core + options.Quirks + (options.MarkerRate > 0 ? 1 : 0);

    public IReward<FeatureRows> Gold { get; }

    /// <summary>Weight of each feature in the gold.</summary>
    public IReadOnlyList<float> Weights { get; }

    /// <summary>Columns of the quirks.</summary>
    public Range Quirks => options.Core..(options.Core + options.Quirks);

    /// <summary>Column of the marker; −1 where there is none.</summary>
    public int Marker => options.MarkerRate > 0 ? options.Core + options.Quirks : -1;

    /// <summary>Whether any quirk shows: 1 or 0.</summary>
    public IReward<FeatureRows> AnyQuirk => Reward.Each<FeatureRows>("any quirk", (rows, i) => rows[i][Quirks].ContainsAnyExcept(0f) ? 1 : 0);

    public FeatureRows Answers(int prompts, int each, Generator rng)
    {
        var count = Ensure.Positive(prompts) * Ensure.Positive(each);
        var values = new float[count * Width];
        for (var i = 0; i < count; i++)
        {
            var row = values.AsSpan(i * Width, Width);
            rng.Normal(row[..options.Core]);
            foreach (ref var quirk in row[Quirks])
                if (rng.NextSingle() < options.QuirkRate) quirk = (float)(options.QuirkSize * Math.Abs(rng.NextNormal()));
            if (Marker >= 0 && rng.NextSingle() < options.MarkerRate) row[Marker] = 1;
        }

        return new(values, Width);
    }
}
