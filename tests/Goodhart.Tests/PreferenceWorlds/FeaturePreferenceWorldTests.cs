using Goodhart.Statistics;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Tests;

public sealed class FeaturePreferenceWorldTests
{
    public static TheoryData<GoldShape> Shapes =>
        [new GoldShape.Linear(), new GoldShape.TanhNetwork(), new GoldShape.TanhNetwork(Hidden: 4, Gain: 3, Interaction: 0), new GoldShape.ByContext()];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_gold_has_mean_0_and_spread_1(GoldShape shape)
    {
        var world = new FeaturePreferenceWorld(new(Gold: shape), new(3));
        var moments = Moments.Of(Scores(world.Gold, world.Answers(40_000, new Generator(4))));
        // Standard errors: 1/√20 000 of the standardising rows and 1/√40 000 of these, together .009.
        Assert.Equal(0, moments.Mean, 0.036);
        Assert.Equal(1, moments.Std, 0.036);
    }

    [Fact]
    public void The_same_generators_give_the_same_bits()
    {
        FeatureRows Rows() => new FeaturePreferenceWorld(new(), new(7)).Answers(50, 2, new Generator(8));
        double[] Golds() => Scores(new FeaturePreferenceWorld(new(), new(7)).Gold, Rows());
        Assert.Equal(Rows().Values.ToArray(), Rows().Values.ToArray());
        Assert.Equal(Golds(), Golds());
        Assert.NotEqual(Golds(), Scores(new FeaturePreferenceWorld(new(), new(9)).Gold, Rows()));
    }

    [Fact]
    public void Two_answers_to_one_prompt_share_its_context_and_differ_in_the_rest()
    {
        var world = new FeaturePreferenceWorld(new(8, new GoldShape.ByContext(Contexts: 3)), new(1));
        var pairs = world.Pairs(300, new Generator(2));
        var met = new int[3];
        for (var i = 0; i < pairs.Count; i++)
        {
            var context = pairs.First[i][..3];
            Assert.Equal(1, context.ToArray().Sum());
            Assert.True(context.SequenceEqual(pairs.Second[i][..3]));
            Assert.False(pairs.First[i][3..].SequenceEqual(pairs.Second[i][3..]));
            met[context.IndexOf(1f)]++;
        }

        Assert.All(met, n => Assert.InRange(n, 60, 140));   // 100 ± 5 standard deviations of 8.2
    }

    [Fact]
    public void Attributes_load_on_the_nuisance_and_the_gold_mixes_them_by_context()
    {
        var world = new FeaturePreferenceWorld(new(32, new GoldShape.ByContext()), new(5));
        var rows = world.Answers(20_000, new Generator(6));
        double[][] attributes = [.. world.Attributes.Select(a => Scores(a, rows))];
        Assert.Equal(["attribute 1", "attribute 2", "attribute 3", "attribute 4", "nuisance"], world.Attributes.Select(a => a.Name));
        for (var a = 0; a < 4; a++) Assert.Equal(0.6, Correlation.Pearson(attributes[a], attributes[4]), 0.03);

        var gold = Scores(world.Gold, rows);
        for (var c = 0; c < 4; c++)
        {
            int[] places = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i][c] == 1)];
            double[] mixed = [.. places.Select(i => attributes.Select((values, a) => world.Mixture[c][a] * values[i]).Sum())];
            Assert.Equal(1, Correlation.Pearson(mixed, [.. places.Select(i => gold[i])]), 1e-6);
            Assert.Equal(c, world.Mixture[c].ToList().IndexOf(1f));
        }
    }

    [Fact]
    public void Linear_gold_orders_pairs_by_its_own_weights_and_an_opposite_reward_never_does()
    {
        var world = new FeaturePreferenceWorld(new(5, new GoldShape.Linear()), new(1));
        var pairs = world.Pairs(500, new Generator(2));
        Assert.Equal(1, pairs.Accuracy(world.Gold));
        Assert.Equal(0, pairs.Accuracy(world.Gold.Scale(-1)));
        Assert.Equal(0.5, pairs.Accuracy(Reward.Each<FeatureRows>("constant", (_, _) => 1)));
    }

    [Fact]
    public void Bad_options_are_named()
    {
        Assert.Contains("options.Features must be positive, was 0", Assert.ThrowsAny<ArgumentException>(() => new FeaturePreferenceWorld(new(0), new(1))).Message, StringComparison.Ordinal);
        Assert.Contains("needs two features, there is 1", Assert.ThrowsAny<ArgumentException>(() => new FeaturePreferenceWorld(new(1), new(1))).Message, StringComparison.Ordinal);
        Assert.Contains("Attributes must be at least 2", Assert.ThrowsAny<ArgumentException>(() => new FeaturePreferenceWorld(new(4, new GoldShape.ByContext(Attributes: 1)), new(1))).Message, StringComparison.Ordinal);
    }

    internal static double[] Scores(IReward<FeatureRows> reward, FeatureRows rows)
    {
        var scores = new float[rows.Count];
        reward.Evaluate(rows, scores);
        return Array.ConvertAll(scores, s => (double)s);
    }
}
