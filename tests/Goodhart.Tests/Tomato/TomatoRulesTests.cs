using Goodhart.Worlds.Tabular;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Tests;

public sealed class TomatoRulesTests
{
    private const int Right = 0, Left = 1, Down = 2, Up = 3, Stay = 4;

    public static TheoryData<string, int, int> Levels => new() { { "toy", 9, 4 }, { "0", 8, 5 }, { "1", 9, 5 }, { "2", 11, 5 }, { "3", 13, 5 }, { "4", 26, 9 } };

    [Theory, MemberData(nameof(Levels))]
    public void Level_Parses_WithItsCellsAndTomatoes(string name, int cells, int tomatoes)
    {
        var fields = TomatoMdp.Build(TomatoLevel.Named(name)).Mdp.Schema.Observation;
        Assert.Equal(cells, fields.Count(f => f.Name.StartsWith("at ", StringComparison.Ordinal)));
        Assert.Equal(tomatoes, fields.Count(f => f.Name.StartsWith("wet ", StringComparison.Ordinal)));
        Assert.Equal(cells + tomatoes, fields.Count);
    }

    [Fact]
    public void Step_OntoADryTomato_WatersItAndLeavingItFarBehindDriesIt()
    {
        // A corridor: tomato, start, three empty cells, bucket. Distance 3 keeps it wet, distance 4 does not.
        var rules = new TomatoRules(new("corridor", "########", "#tA...O#", "########"), new());
        var watered = rules.Step(rules.Start, Left);
        Assert.Equal((1, 1), (rules.Cells[watered.Cell].Column, watered.Wet));
        var s = watered;
        for (var i = 0; i < 3; i++) s = rules.Step(s, Right);
        Assert.Equal((4, 1), (rules.Cells[s.Cell].Column, s.Wet));
        s = rules.Step(s, Right);
        Assert.Equal((5, 0), (rules.Cells[s.Cell].Column, s.Wet));
    }

    [Fact]
    public void Step_IntoAWall_Stays()
    {
        var rules = new TomatoRules(TomatoLevel.Paper, new());
        Assert.Equal(rules.Start, rules.Step(rules.Start, Left));
        Assert.Equal(rules.Start, rules.Step(rules.Start, Stay));
        Assert.NotEqual(rules.Start, rules.Step(rules.Start, Down));
        Assert.NotEqual(rules.Start, rules.Step(rules.Start, Up));
    }

    [Fact]
    public void Build_WithNoise_MixesTheIntendedArrivalWithUniformOnes()
    {
        // From the start of level 4, left is a wall: meant right .9 + .1/4; the others .1/4 each.
        var mdp = TomatoMdp.Build(TomatoLevel.Paper, new(Eps: 0.1)).Mdp;
        var entries = mdp.Probability[mdp.Start[0]..mdp.Start[1]];
        Assert.Equal([0.925, 0.025, 0.025, 0.025], [.. entries.OrderDescending()], (a, b) => Math.Abs(a - b) < 1e-12);
        var stays = mdp.Start[1] + Array.IndexOf(mdp.Next[mdp.Start[1]..mdp.Start[2]], 0);
        Assert.Equal(0.925, mdp.Probability[stays], 1e-12);
    }

    [Fact]
    public void Build_WithTheNoOp_HasAFifthActionThatStays()
    {
        var mdp = TomatoMdp.Build(TomatoLevel.Paper, new(NoOp: true)).Mdp;
        Assert.Equal((463, 5), (mdp.States, mdp.Actions));
        Assert.Equal(0, mdp.Next[mdp.Start[Stay]]);
    }

    [Fact]
    public void Build_RememberingTheBucket_AddsItsBitAndChangesNoReturn()
    {
        var (plain, remembers) = (TomatoMdp.Build(TomatoLevel.Paper), TomatoMdp.Build(TomatoLevel.Paper, new(RememberBucket: true)));
        Assert.True(remembers.Mdp.States > plain.Mdp.States);
        Assert.Equal("visited bucket", remembers.Mdp.Schema.Observation[^1].Name);
        double Best(TomatoMdp tomato) => Solve.Optimal(tomato.Mdp, tomato.Mdp.Expect(tomato.Mdp.Tabulate(tomato.Proxy)), 0.99).V[0];
        Assert.Equal(Best(plain), Best(remembers), 1e-9);
    }

    [Fact]
    public void Rewards_CountWetTomatoes_AndAllCellsInTheBucket()
    {
        var tomato = TomatoMdp.Build(new TomatoLevel("corridor", "######", "#tA.O#", "######"));
        var (wet, seen) = (tomato.Mdp.Tabulate(tomato.True), tomato.Mdp.Tabulate(tomato.Proxy));
        for (var k = 0; k < wet.Length; k++)
        {
            // One tomato, four cells; the only tomato being wet ends the episode, so no bucket is ever reached with it wet.
            var (row, column) = tomato.Grid.CellOf(tomato.Mdp.Next[k]);
            var bucket = tomato.Grid.Glyph(row, column) == 'O';
            Assert.Equal(column == 1 ? 0.02 : 0, wet[k], 1e-7);
            Assert.Equal(bucket ? 0.08 : wet[k], seen[k], 1e-7);
        }

        Assert.Contains(Enumerable.Range(0, tomato.Mdp.States), tomato.Mdp.IsTerminal);
        Assert.Equal(("apparent tomatoes", "points"), (tomato.Proxy.Name, tomato.Proxy.Unit));
    }

    [Fact]
    public void Proxy_IsTheSumOfItsTwoParts()
    {
        var tomato = TomatoMdp.Build(TomatoLevel.Paper);
        using var batch = tomato.Mdp.AllTransitions();
        var scores = new float[batch.Count];
        var trace = PartTrace.Of(tomato.Proxy, keep: true);
        tomato.Proxy.Evaluate(batch, scores, trace);
        for (var i = 0; i < scores.Length; i++) Assert.Equal(scores[i], trace.Children[0].Last[i] + trace.Children[1].Last[i]);
        Assert.Equal(0.52f, scores.Max(), 1e-6f);
        Assert.Equal("apparent tomatoes/bucket illusion", trace.Children[1].Path);
    }

    [Fact]
    public void Grid_FoldsAnOccupancyOntoItsCells()
    {
        var tomato = TomatoMdp.Build(TomatoLevel.Paper);
        var occupancy = Solve.Occupancy(tomato.Mdp, Policies.Uniform(tomato.Mdp), 0.99);
        var cells = tomato.Grid.Fold(occupancy);
        Assert.Equal((10, 10), (tomato.Grid.Rows, tomato.Grid.Columns));
        Assert.Equal(1, cells.Cast<double>().Sum(), 1e-10);
        for (var r = 0; r < 10; r++)
            for (var c = 0; c < 10; c++) Assert.Equal(tomato.Grid.Glyph(r, c) != '#', cells[r, c] > 0);
        Assert.Equal((4, 1), tomato.Grid.CellOf(0));
        Assert.Equal(cells[4, 1], tomato.Grid.Fold(Solve.StateOccupancy(occupancy, 4))[4, 1], 1e-12);
    }

    [Theory]
    [InlineData("row 1: 4 cells, expected 5", "#####", "#tAO", "#####")]
    [InlineData("row 1, column 2: unknown glyph 'x'", "#####", "#txO#", "#####")]
    [InlineData("row 1, column 0: the border must be wall, was '.'", "#####", ".tAO#", "#####")]
    [InlineData("must have one start A, has 0", "#####", "#t.O#", "#####")]
    [InlineData("must have one bucket O, has 2", "######", "#tAOO#", "######")]
    [InlineData("must have 1 to 20 tomatoes t, has 0", "#####", "#.AO#", "#####")]
    public void Level_WithAMistake_SaysWhereAndWhat(string expected, params string[] rows) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new TomatoLevel("mine", rows)).Message, StringComparison.Ordinal);

    [Fact]
    public void Named_AnUnknownLevel_ListsThoseThereAre() =>
        Assert.Contains("No tomato level '7'. Levels: toy, 0, 1, 2, 3, 4.", Assert.Throws<ArgumentException>(() => TomatoLevel.Named("7")).Message, StringComparison.Ordinal);

    [Fact]
    public void Build_WithNoiseAboveOne_IsRefused() =>
        Assert.Contains("options.Eps must be in [0, 1], was 1.5", Assert.Throws<ArgumentOutOfRangeException>(() => TomatoMdp.Build(TomatoLevel.Paper, new(Eps: 1.5))).Message, StringComparison.Ordinal);
}
