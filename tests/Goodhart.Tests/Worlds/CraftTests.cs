using Goodhart.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Craft;

namespace Goodhart.Tests.Worlds;

public sealed class CraftTests
{
    private const float Up = 0, Down = 1, Left = 2, Right = 3, Make = 4;

    private static float Now(CraftWorld world, string field, int copy = 0) => world.Observation[world.Schema.Column(field) * world.Count + copy];

    private static float Then(CraftWorld world, string field, int copy = 0) => world.Arrived[world.Schema.Column(field) * world.Count + copy];

    /// <summary>A world of one copy whose first episode is drawn as told: rows from the top, '.' floor, T tree, O ore, L lava, A start; the rest is floor.</summary>
    private static CraftWorld Land(params string[] rows)
    {
        var world = new CraftWorld(1);
        var map = new byte[CraftRules.Area];
        Array.Fill(map, (byte)Kind.Wall);
        var start = 0;
        for (var y = 0; y < 15; y++)
            for (var x = 0; x < 15; x++)
            {
                var glyph = y < rows.Length && x < rows[y].Length ? rows[y][x] : '.';
                map[CraftRules.At(x, y)] = (byte)(glyph switch { 'T' => Kind.Tree, 'O' => Kind.Ore, 'L' => Kind.Lava, _ => Kind.Floor });
                if (glyph == 'A') start = CraftRules.At(x, y);
            }

        // A saved world begins with name, count and seed; its map and the cell of the agent follow, then four numbers and the cells that were visited.
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        world.Save(writer);
        stream.Position = world.Name.Length + 1 + sizeof(int) + sizeof(ulong);
        writer.Write(map);
        writer.Write(start);
        stream.Position += 4 * sizeof(int);
        for (var cell = 0; cell < map.Length; cell++) writer.Write(cell == start);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        world.Load(reader);
        return world;
    }

    private static Dictionary<string, float> Earned(CraftWorld world, params float[] moves)
    {
        using var record = new Transitions(world.Schema, moves.Length);
        for (var t = 0; t < moves.Length; t++)
        {
            Rollout.Before(world, [moves[t]], record, t);
            world.Step([moves[t]]);
            Rollout.After(world, record, t);
        }

        return world.Rewards.ToDictionary(reward => reward.Name, reward =>
        {
            var scores = new float[moves.Length];
            reward.Evaluate(record, scores);
            return scores.Sum();
        });
    }

    [Fact]
    public void Two_pieces_of_wood_make_the_pickaxe_that_mines_the_diamond()
    {
        var world = Land("A.T", ".O");
        Assert.Equal((0, 0), (Now(world, "x"), Now(world, "y")));
        var earned = Earned(world, Right, Right, Make, Right, Make, Down);   // to (1,0); a piece; too little to craft; another; the pickaxe; the ore below
        Assert.True(world.Terminated[0]);
        Assert.Equal((1, 0, 1, 1, 0), (Then(world, "x"), Then(world, "wood"), Then(world, "has pickaxe"), Then(world, "has diamond"), Then(world, "in lava")));
        Assert.Equal((1, 0, 1, 1), (earned["success"], earned["lava death"], earned["cells visited"], earned["fitness"]));
        Assert.Equal((1, 2, .6f), (earned["sparse"], earned["wood gathered"], earned["ore in view"]));

        // Human: wood 0.5 twice, pickaxe 1, a step closer to the tree 0.1 and the step of crafting unpaid, diamond 5, six steps 0.06.
        Assert.Equal(1 + 1 + .1f + 5 - .06f, earned["human staged"], 1e-5f);
    }

    [Fact]
    public void Ore_stops_who_has_no_pickaxe_and_so_do_trees_and_the_border()
    {
        var world = Land("AO", "T");
        var earned = Earned(world, Right, Down, Down, Up, Left);
        Assert.Equal((0, 0, 2, 0), (Then(world, "x"), Then(world, "y"), Then(world, "wood"), Then(world, "has diamond")));
        Assert.Equal((0, 0, 0), (earned["success"], earned["cells visited"], earned["fitness"]));
        Assert.False(world.Terminated[0]);
    }

    [Fact]
    public void Lava_ends_the_episode_and_the_next_begins_in_a_new_land()
    {
        var world = Land("A.L");
        var earned = Earned(world, Right, Right);
        Assert.Equal((true, 1f, 2f), (world.Terminated[0], Then(world, "in lava"), Then(world, "x")));
        Assert.Equal((1, 2, -1, 0), (earned["lava death"], earned["cells visited"], earned["sparse"], earned["fitness"]));
        Assert.Equal((0, 1, 0), (Now(world, "in lava"), Now(world, "cells visited"), Now(world, "wood")));
        Assert.Equal(-2 - .02f, earned["human staged"], 1e-5f);   // no tree is seen, so nothing is closer
        Assert.Equal(-.02f, earned["heedless staged"], 1e-5f);
    }

    [Fact]
    public void The_nearest_things_in_view_are_told_with_their_way()
    {
        var world = Land("......T", "", "..LA", "", "....O", "", "...T");
        Assert.Equal((1, -1, 0, 1), (Now(world, "lava.seen"), Now(world, "lava.right"), Now(world, "lava.down"), Now(world, "lava.distance")));
        Assert.Equal((1, 1, 2, 3), (Now(world, "ore.seen"), Now(world, "ore.right"), Now(world, "ore.down"), Now(world, "ore.distance")));
        Assert.Equal((1, 3, -2, 5), (Now(world, "tree.seen"), Now(world, "tree.right"), Now(world, "tree.down"), Now(world, "tree.distance")));   // the other is four rows away
        Assert.Equal((0, 0, 1, 0), (Now(world, "beside.lava above"), Now(world, "beside.lava below"), Now(world, "beside.lava left"), Now(world, "beside.lava right")));
        Assert.Equal(((float)Kind.Tree, (float)Kind.Ore, (float)Kind.Wall), (Now(world, "view.up 2 right 3"), Now(world, "view.down 2 right 1"), Now(world, "view.up 3 right 0")));
        var empty = Land("A");
        Assert.Equal((0, 0, 0, 7), (Now(empty, "ore.seen"), Now(empty, "ore.right"), Now(empty, "ore.down"), Now(empty, "ore.distance")));
    }

    [Fact]
    public void What_is_told_of_the_nearest_things_agrees_with_the_window()
    {
        var world = new CraftWorld(40);
        var moves = Each(40);
        for (var t = 0; t < 60; t++, world.Step(Moves(40, moves)))
            for (var n = 0; n < 40; n++)
                foreach (var (kind, field) in new[] { (Kind.Tree, CraftFields.Tree), (Kind.Ore, CraftFields.Ore), (Kind.Lava, CraftFields.Lava) })
                {
                    var row = Saved.Row(world.Observation, 40, n);
                    var seen = Enumerable.Range(0, 49).Where(i => row[CraftFields.Window + i] == (double)kind).Select(i => (Dx: i % 7 - 3, Dy: i / 7 - 3))
                        .OrderBy(c => Math.Abs(c.Dx) + Math.Abs(c.Dy)).ThenBy(c => c.Dy).ThenBy(c => c.Dx).ToArray();
                    double[] expected = seen is [var (dx, dy), ..] ? [1, dx, dy, Math.Abs(dx) + Math.Abs(dy)] : [0, 0, 0, 7];
                    Assert.Equal(expected, row[field..(field + 4)]);
                }
    }

    [Fact]
    public void Every_land_has_what_was_asked_for_and_can_be_solved()
    {
        var map = new byte[CraftRules.Area];
        for (var seed = 0; seed < 300; seed++)
        {
            var options = new CraftOptions(Trees: 1 + seed % 20, Ores: 1 + seed % 5, Lava: seed % 7);
            var start = CraftLayout.Draw(options, new((ulong)seed), map);
            Assert.Equal((byte)Kind.Floor, map[start]);
            Assert.Equal((options.Trees, options.Ores, options.Ores * options.Lava), (map.Count(k => k == (byte)Kind.Tree), map.Count(k => k == (byte)Kind.Ore), map.Count(k => k == (byte)Kind.Lava)));
            Assert.Equal(CraftRules.Area - 225, map.Count(k => k == (byte)Kind.Wall));
            Assert.True(Reaches(map, start, Kind.Tree, 1) && Reaches(map, start, Kind.Ore, options.Ores), $"seed {seed}");
        }
    }

    // Spreads over the floor until nothing changes; then so many cells of the kind must have a reached neighbour.
    private static bool Reaches(byte[] map, int start, Kind kind, int least)
    {
        var reached = new HashSet<int> { start };
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            foreach (var cell in reached.ToArray())
                foreach (var move in CraftRules.Moves)
                    if (map[cell + move] == (byte)Kind.Floor) reached.Add(cell + move);
        }

        return Enumerable.Range(0, map.Length).Count(cell => map[cell] == (byte)kind && CraftRules.Moves.Any(move => reached.Contains(cell + move))) >= least;
    }

    private static float[] Moves(int count, Generator[] each) => [.. Enumerable.Range(0, count).Select(n => (float)each[n].NextInt(5))];

    private static Generator[] Each(int count) => [.. Enumerable.Range(0, count).Select(n => new Generator(Generator.Derive(9, (ulong)n)))];

    [Fact]
    public void A_copy_behaves_the_same_in_a_batch_of_any_size()
    {
        CraftWorld few = new(3, 30), many = new(17, 30);
        few.Reset(4);
        many.Reset(4);
        Generator[] some = Each(3), all = Each(17);
        for (var t = 0; t < 200; t++)
        {
            few.Step(Moves(3, some));
            many.Step(Moves(17, all));
            for (var n = 0; n < 3; n++)
            {
                Assert.Equal(Saved.Row(few.Observation, 3, n), Saved.Row(many.Observation, 17, n));
                Assert.Equal(Saved.Row(few.Arrived, 3, n), Saved.Row(many.Arrived, 17, n));
            }
        }
    }

    [Fact]
    public void A_loaded_world_goes_on_exactly_as_the_saved_one()
    {
        CraftWorld world = new(5, 40), other = new(5, 40);
        world.Reset(8);
        var moves = Each(5);
        for (var t = 0; t < 57; t++) world.Step(Moves(5, moves));
        Saved.Copy(world, other);
        Assert.Equal(world.Observation, other.Observation);
        Assert.Equal(world.Arrived, other.Arrived);
        for (var t = 0; t < 120; t++)
        {
            var next = Moves(5, moves);
            world.Step(next);
            other.Step(next);
            Assert.Equal(world.Observation, other.Observation);
            Assert.Equal(world.Terminated, other.Terminated);
            Assert.Equal(world.Truncated, other.Truncated);
        }

        Assert.StartsWith("Saved state is of 5 copies of 'craft', expected 4", Assert.Throws<InvalidDataException>(() => Saved.Copy(world, new CraftWorld(4))).Message);
    }

    [Fact]
    public void An_episode_is_cut_off_at_its_horizon_and_coverage_counts_each_cell_once()
    {
        var world = Land("A");
        Assert.Equal(120, world.Horizon);
        for (var t = 0; t < 119; t++) world.Step([t % 2 == 0 ? Right : Left]);
        Assert.Equal((false, 2f), (world.Truncated[0], Now(world, "cells visited")));
        world.Step([Left]);
        Assert.Equal((true, false, 2f), (world.Truncated[0], world.Terminated[0], Then(world, "cells visited")));
    }

    [Fact]
    public void The_human_program_pays_what_its_twin_pays()
    {
        var world = new CraftWorld(64);
        var compiled = new RewardCompiler().Compile(CraftTask.HumanReward, RewardContract.Of(world.Schema));
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Diagnostics));
        using var program = compiled.Program!;
        Assert.Equal(["gather", "craft", "closer", "diamond", "lava"], program.Components);
        using var record = Rollout.Collect(world, new Forager(), 300, new(2));
        float[] expected = new float[record.Count], actual = new float[record.Count];
        CraftRewards.HumanStaged.Evaluate(record, expected);
        program.ToReward().Evaluate(record, actual);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f);
        Assert.True(expected.Max() > 4 && expected.Min() < -1, "some die and some mine a diamond");
    }

    /// <summary>Shares of 500 first episodes that end with a diamond and in lava.</summary>
    private static (double Mined, double Died) Outcome(IPolicy policy)
    {
        var world = new CraftWorld(500);
        world.Reset(99);
        using var record = Rollout.Collect(world, policy, 120, new(3));
        var (over, mined, died) = (new bool[500], 0, 0);
        for (var i = 0; i < record.Count; i++)
        {
            if (over[i % 500]) continue;
            if (record.Next("has diamond")[i] == 1) mined++;
            if (record.Next("in lava")[i] == 1) died++;
            over[i % 500] = record.Terminated[i] || record.Truncated[i];
        }

        return (mined / 500.0, died / 500.0);
    }

    [Fact]
    public void A_hand_written_forager_finds_diamonds_and_a_random_walker_does_not()
    {
        Assert.InRange(Outcome(new Forager()).Mined, .3, 1);
        Assert.InRange(Outcome(new Drunkard()).Mined, 0, .1);
        Assert.InRange(Outcome(new Drunkard()).Died, .2, 1);
    }

    [Fact]
    public void A_table_learns_to_mine_from_the_human_reward_and_to_stare_from_the_view_of_ore()
    {
        Assert.InRange(Outcome(CraftLearner.Learn(CraftRewards.HumanStaged, 2000, 1)).Mined, .3, 1);
        Assert.InRange(Outcome(CraftLearner.Learn(CraftRewards.OreInView, 2000, 1)).Mined, 0, .05);
    }

    [Theory]
    [InlineData(5f, "was 5.")]
    [InlineData(.5f, "was 0.5.")]
    [InlineData(float.NaN, "was NaN.")]
    public void An_action_that_is_none_is_refused_before_anything_moves(float action, string message)
    {
        var world = new CraftWorld(2);
        var before = world.Observation.ToArray();
        var error = Assert.Throws<ArgumentException>(() => world.Step([Make, action]));
        Assert.StartsWith("Action of copy 1 must be a whole number in [0, 4] (up, down, left, right, craft), " + message, error.Message);
        Assert.Equal(before, world.Observation.ToArray());
    }

    [Fact]
    public void A_land_that_cannot_be_is_refused() =>
        Assert.StartsWith("Lava must be in [0, 6], was 7.", Assert.Throws<ArgumentOutOfRangeException>(() => new CraftWorld(1, 120, new(Lava: 7))).Message);

    /// <summary>Goes to the nearest tree, crafts, goes to the nearest ore; else, and one time in five, anywhere. Does not walk into lava on purpose.</summary>
    private sealed class Forager : IPolicy
    {
        public void Act(Situations now, Generator rng, Span<float> actions)
        {
            for (var n = 0; n < now.Count; n++)
            {
                float[] row = [.. Enumerable.Range(0, CraftFields.Count).Select(_ => 0f)];
                for (var f = 0; f < row.Length; f++) row[f] = now.Fields[f * now.Count + n];
                var thing = row[CraftFields.Pickaxe] == 1 ? CraftFields.Ore : CraftFields.Tree;
                var (right, down) = (row[thing + 1], row[thing + 2]);
                actions[n] = row[CraftFields.Pickaxe] == 0 && row[CraftFields.Wood] >= 2 ? Make
                    : row[thing] == 0 || rng.NextInt(5) == 0 ? rng.NextInt(4)
                    : Math.Abs(right) > Math.Abs(down) ? right > 0 ? Right : Left : down > 0 ? Down : Up;
                if (actions[n] < Make && row[CraftFields.Beside + (int)actions[n]] == 1 && rng.NextInt(20) > 0) actions[n] = Make;
            }
        }
    }

    private sealed class Drunkard : IPolicy
    {
        public void Act(Situations now, Generator rng, Span<float> actions)
        {
            foreach (ref var action in actions) action = rng.NextInt(5);
        }
    }
}
