using Goodhart.Statistics;

namespace Goodhart.Worlds.Preferences;

/// <param name="Features">Features of an answer, standard normal. 24 as in the experiments on preference strength.</param>
/// <param name="Gold">What is wanted; a tanh network with one interaction when null.</param>
public sealed record FeaturePreferenceOptions(int Features = 24, GoldShape? Gold = null);

/// <summary>Answers are rows of standard normal features; what is wanted of them is known, and annotators tell it more or less well.</summary>
/// <remarks>
/// With contexts the first columns are the prompt's, one-hot, and the two answers of a pair share them. One world is one draw of the gold: another generator
/// gives another gold of the same shape.
/// </remarks>
public sealed class FeaturePreferenceWorld : IPreferenceWorld
{
    private const int Standardising = 20_000;   // rows that fix mean and spread of the gold: to about .7 % and .5 %

    private readonly int features;

    public FeaturePreferenceWorld(FeaturePreferenceOptions options, Generator rng)
    {
        features = Ensure.Positive(options.Features);
        switch (options.Gold ?? new GoldShape.TanhNetwork())
        {
            case GoldShape.Linear:
                Gold = LinearScore.Of("gold", LinearScore.Direction(features, rng));
                break;
            case GoldShape.TanhNetwork network:
                Gold = Standardise(Network(network, rng), rng.Fork());
                break;
            case GoldShape.ByContext mixed:
                Contexts = Ensure.Positive(mixed.Contexts);
                (Gold, Attributes, Mixture) = Mixed(mixed, rng);
                break;
        }
    }

    public int Width => Contexts + features;

    /// <summary>Columns before the features that say, one-hot, which kind of prompt it is; 0 where all prompts are alike.</summary>
    public int Contexts { get; }

    public IReward<FeatureRows> Gold { get; } = null!;

    /// <summary>What the gold mixes, the nuisance last; empty where it mixes nothing.</summary>
    public IReadOnlyList<IReward<FeatureRows>> Attributes { get; } = [];

    /// <summary>Weight of each attribute in each context. // (contexts)(attributes)</summary>
    public IReadOnlyList<IReadOnlyList<float>> Mixture { get; } = [];

    public FeatureRows Answers(int prompts, int each, Generator rng)
    {
        Ensure.Positive(prompts);
        Ensure.Positive(each);
        var values = new float[prompts * each * Width];
        for (var p = 0; p < prompts; p++)
        {
            var context = Contexts > 0 ? rng.NextInt(Contexts) : 0;
            for (var k = 0; k < each; k++)
            {
                var row = values.AsSpan((p * each + k) * Width, Width);
                if (Contexts > 0) row[context] = 1;
                rng.Normal(row[Contexts..]);
            }
        }

        return new(values, Width);
    }

    private ScoreBatch<FeatureRows> Network(GoldShape.TanhNetwork shape, Generator rng)
    {
        var hidden = Ensure.Positive(shape.Hidden);
        if (features < 2 && shape.Interaction != 0) throw new ArgumentException($"An interaction needs two features, there is {features}.");
        float[] inner = new float[hidden * features], outer = new float[hidden];
        rng.Normal(inner);
        rng.Normal(outer);
        float gain = (float)(shape.Gain / Math.Sqrt(features)), interaction = (float)shape.Interaction;
        for (var i = 0; i < inner.Length; i++) inner[i] *= gain;
        for (var i = 0; i < hidden; i++) outer[i] /= MathF.Sqrt(hidden) * 0.63f;   // .63: spread of tanh of a standard normal
        return (rows, scores) =>
        {
            for (var i = 0; i < scores.Length; i++)
            {
                var x = rows[i];
                var sum = interaction == 0 ? 0 : interaction * x[0] * x[1];
                for (var h = 0; h < hidden; h++) sum += outer[h] * MathF.Tanh(LinearScore.Dot(inner.AsSpan(h * features, features), x));
                scores[i] = sum;
            }
        };
    }

    private IReward<FeatureRows> Standardise(ScoreBatch<FeatureRows> raw, Generator rng)
    {
        var scores = new float[Standardising];
        raw(Answers(Standardising, 1, rng), scores);
        var moments = Moments.Of(Array.ConvertAll(scores, s => (double)s));
        float mean = (float)moments.Mean, scale = (float)(1 / moments.Std);
        return Reward.From<FeatureRows>("gold", (rows, golds) =>
        {
            raw(rows, golds);
            for (var i = 0; i < golds.Length; i++) golds[i] = (golds[i] - mean) * scale;
        });
    }

    private (IReward<FeatureRows>, IReadOnlyList<IReward<FeatureRows>>, IReadOnlyList<IReadOnlyList<float>>) Mixed(GoldShape.ByContext shape, Generator rng)
    {
        if (shape.Attributes < 2) throw new ArgumentException($"Attributes must be at least 2, one of them the nuisance; was {shape.Attributes}.");
        int last = shape.Attributes - 1;
        var loading = (float)Ensure.InRange(shape.Loading, 0.0, 1.0);
        var nuisance = LinearScore.Direction(features, rng);
        float[][] directions = [.. Enumerable.Range(0, last).Select(_ => Loaded(LinearScore.Direction(features, rng), nuisance, loading)), nuisance];
        var mixture = new float[shape.Contexts][];
        var weights = new float[shape.Contexts][];
        for (var c = 0; c < shape.Contexts; c++)
        {
            mixture[c] = [.. Enumerable.Range(0, last).Select(a => a == c % last ? 1 : (float)(rng.NextDouble() * shape.Others)), (float)shape.Nuisance];
            var total = new float[features];
            for (var a = 0; a <= last; a++)
                for (var j = 0; j < features; j++) total[j] += mixture[c][a] * directions[a][j];
            weights[c] = LinearScore.Unit(total);
        }

        var contexts = Contexts;
        var gold = Reward.From<FeatureRows>("gold", (rows, scores) =>
        {
            for (var i = 0; i < scores.Length; i++) scores[i] = LinearScore.Dot(weights[rows[i].IndexOf(1f)], rows[i][contexts..]);
        });
        return (gold, [.. directions.Select((d, a) => LinearScore.Of(a == last ? "nuisance" : $"attribute {a + 1}", d, contexts))], mixture);
    }

    private static float[] Loaded(float[] own, float[] nuisance, float loading)
    {
        // The own part is made orthogonal first, so that the correlation with the nuisance is the loading itself.
        var along = LinearScore.Dot(own, nuisance);
        var rest = LinearScore.Unit([.. own.Zip(nuisance, (x, n) => x - along * n)]);
        var share = MathF.Sqrt(1 - loading * loading);
        return [.. rest.Zip(nuisance, (x, n) => share * x + loading * n)];
    }
}
