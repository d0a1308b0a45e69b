using Goodhart.Worlds.Preferences;

namespace Goodhart.Tests;

public sealed class QuirkWorldTests
{
    [Fact]
    public void The_gold_is_the_core_less_the_quirks_and_the_marker()
    {
        var world = new QuirkWorld(new(Core: 2, Quirks: 3, MarkerRate: 0.2), new(1));
        Assert.Equal((2..5, 5, 6), (world.Quirks, world.Marker, world.Width));
        float w0 = world.Weights[0], w1 = world.Weights[1];
        var rows = new FeatureRows(new float[] { 1, 2, 0, 0, 0, 0, /**/ 0, 0, 1, 0, 3, 1 }, 6);
        double[] golds = FeaturePreferenceWorldTests.Scores(world.Gold, rows), quirky = FeaturePreferenceWorldTests.Scores(world.AnyQuirk, rows);
        Assert.Equal(w0 + 2 * w1, golds[0], 1e-6);
        Assert.Equal(-1.2 * 4 - 0.3, golds[1], 1e-6);
        Assert.Equal([0.0, 1.0], quirky);
    }

    [Fact]
    public void Rates_and_the_mean_gold_are_those_of_the_law()
    {
        // Over 40 quirks: P(any) = 1 − .997⁴⁰ = .1132; mean gold −1.2·40·.003·2·√(2/π) = −.2298.
        var candidates = new QuirkWorld(new(), new(2)).Candidates(10, 8000, new Generator(3));
        var world = new QuirkWorld(new(), new(2));
        Assert.Equal(0.1132, candidates.Score(world.AnyQuirk).Average(), 4 * Math.Sqrt(0.1132 * 0.8868 / 80_000));
        Assert.Equal(-0.2298, candidates.Score(world.Gold).Average(), 4 * 1.7 / Math.Sqrt(80_000));
        Assert.Equal(52, world.Width);
        Assert.Equal(-1, world.Marker);
    }

    [Fact]
    public void The_weights_of_the_core_have_the_spread_of_the_options()
    {
        var world = new QuirkWorld(new(Core: 4000, Quirks: 0), new(4));
        // Σ w² over N(0, 1.5²/4000) weights is 2.25 ± 2.25·√(2/4000).
        Assert.Equal(2.25, world.Weights.Sum(w => w * w), 4 * 2.25 * Math.Sqrt(2 / 4000.0));
    }

    [Fact]
    public void Bad_options_are_named()
    {
        Assert.Contains("options.QuirkRate must be in [0, 1], was 2", Assert.ThrowsAny<ArgumentException>(() => new QuirkWorld(new(QuirkRate: 2), new(1))).Message, StringComparison.Ordinal);
        Assert.Contains("options.Core must be positive, was 0", Assert.ThrowsAny<ArgumentException>(() => new QuirkWorld(new(Core: 0), new(1))).Message, StringComparison.Ordinal);
    }
}
