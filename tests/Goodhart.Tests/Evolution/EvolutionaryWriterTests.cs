using Goodhart.Audit;
using Goodhart.Design;
using Goodhart.Design.Evolution;
using Goodhart.Worlds;

namespace Goodhart.Tests;

public sealed class EvolutionaryWriterTests
{
    private static readonly WorldEntry cartPole = WorldCatalogue.Find("cartpole");

    [Fact]
    public void The_search_climbs_what_the_training_measures()
    {
        var result = DesignRun.Run(Request(new EvolutionaryDesigner()), Lineage.InMemory(), cancellation: TestContext.Current.CancellationToken);
        Assert.NotNull(result.Best);
        Assert.Equal(1, result.ExecuteRate, 0.1);
        // The stand-in pays for components: 1 − |number of components − 4| / 10 is highest at four.
        Assert.Equal(4, result.Best.Components.Count);
        Assert.Equal(3, result.Rounds.Count);
        Assert.All(result.Candidates.Where(c => c.Draft.Origin.StartsWith("repeat", StringComparison.Ordinal)), c => Assert.Single(c.Draft.Parents));
    }

    [Fact]
    public void The_same_seed_writes_the_same_programs_and_the_lineage_keeps_the_genomes()
    {
        Lineage first = Lineage.InMemory(), second = Lineage.InMemory();
        DesignRun.Run(Request(new EvolutionaryDesigner()), first, cancellation: TestContext.Current.CancellationToken);
        DesignRun.Run(Request(new EvolutionaryDesigner()) with { Parallel = 1 }, second, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(first.Entries.OfType<LineageEntry.Written>().Select(w => w.Text), second.Entries.OfType<LineageEntry.Written>().Select(w => w.Text));
        var kept = first.Entries.OfType<LineageEntry.Decided>().First(d => d.Key == "genome 1.1.1");
        var written = first.Entries.OfType<LineageEntry.Written>().First(w => w.Id == "1.1.1");
        Assert.Equal(written.Components.Count, RewardGenome.FromJson(kept.Value.GetRawText()).Terms.Count);
    }

    [Theory]
    [InlineData(0, 0.2, "Elite")]
    [InlineData(6, 1.2, "Repeats")]
    public void A_wrong_option_is_named(int elite, double repeats, string name) =>
        Assert.Contains(name, Assert.Throws<ArgumentOutOfRangeException>(() => new EvolutionaryDesigner(new(Elite: elite, Repeats: repeats))).Message, StringComparison.Ordinal);

    [Fact]
    public void Flat_and_dominating_components_are_told_by_their_curves()
    {
        TrackedCurve Of(string name, params double[] values) => new(name, [1, 2, 3], values);
        // Ranges 10, 0.05 and 1; sizes 65, 0.5 and 1.5 on average: b moves by less than 1 % of a, a outweighs b + c more than tenfold.
        Assert.Equal([ComponentAdvice.Dominating, ComponentAdvice.Flat, ComponentAdvice.Keep, ComponentAdvice.Keep],
            ComponentStatistics.Of(["a", "b", "c", "unknown"], [Of("a", 60, 65, 70), Of("b", 0.5, 0.5, 0.55), Of("c", 1, 1.5, 2)]));
    }

    [Fact]
    public void Genomes_with_like_numbers_vouch_for_each_other()
    {
        // Structure A: 1.0 with weight 1 and 0.2 with weight e^0.3; structure B: 0.5. h = 0.3, d = 1, so k = exp(−½) between them and m = 0.5.
        var a = Tried("1.1.1", new(new Signal.EveryStep(), 1), 1);
        var twin = Tried("1.1.2", new(new Signal.EveryStep(), Math.Exp(0.3)), 0.2);
        var b = Tried("1.1.3", new(new Signal.Effort(), 1), 0.5);
        var k = Math.Exp(-0.5);
        double[] expected = [(0.5 + 1 + k * 0.2) / (2 + k), (0.5 + k * 1 + 0.2) / (2 + k), 0.5];
        var believed = Believed.Of([a, twin, b], 0.3, 1);
        for (var i = 0; i < 3; i++) Assert.Equal(expected[i], believed[i], 1e-12);
    }

    private static Tried Tried(string id, Term term, double fitness) =>
        new(new([term]), new(id, new("", "drawn"), id, [], null, new(fitness, fitness, null, [], null, Judge.NotMeasurable("arm", "a test"), 1)));

    private static DesignRequest Request(IDesigner designer) =>
        new(cartPole, new DesignTask("balance", "keep the pole upright", HeldOut<Transitions>.Of(Reward.Each<Transitions>("one", (_, _) => 1))), new StandIn(), designer,
            new(Samples: 12, Rounds: 3, FreshSeeds: 2))
        { Parallel = 2 };

    /// <summary>Readings how near the number of components is to four; no policy is trained.</summary>
    private sealed class StandIn : ITraining
    {
        public string Name => "stand-in";

        public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default)
        {
            var fitness = 1 - Math.Abs(reward.Parts.Count - 4) / 10.0;
            return new(fitness, fitness, null, [new(Outcome.TaskScore, [1, 2], [0, fitness])], null, Judge.NotMeasurable("program", "a stand-in"), 10);
        }
    }
}
