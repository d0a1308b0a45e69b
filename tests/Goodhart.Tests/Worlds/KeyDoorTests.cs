using Goodhart.Audit;
using Goodhart.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.KeyDoor;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Worlds;

public sealed class KeyDoorTests
{
    private const string ToKey = "UUUUL", ToDoor = "DDRRR", ToGoal = "RDRRD";

    /// <summary>One row per move; goes on into the next episode where the moves do.</summary>
    private static Transitions Walk(IWorld world, string moves)
    {
        var record = new Transitions(world.Schema, moves.Length);
        for (var t = 0; t < moves.Length; t++)
        {
            float[] action = ["UDLR".IndexOf(moves[t], StringComparison.Ordinal)];
            Rollout.Before(world, action, record, t);
            world.Step(action);
            Rollout.After(world, record, t);
        }

        return record;
    }

    private static float[] Score(IReward<Transitions> reward, Transitions batch)
    {
        var scores = new float[batch.Count];
        reward.Begin(1);
        reward.Evaluate(batch, scores);
        return scores;
    }

    private static IReward<Transitions> Named(IWorld world, string name) => world.Rewards.Single(reward => reward.Name == name);

    private static double Fitness(string moves)
    {
        var world = KeyDoorWorld.Create(1);
        using var walk = Walk(world, moves);
        return Score(Named(world, "fitness"), walk).Sum(score => (double)score);
    }

    [Fact]
    public void The_rooms_have_76_states_and_lie_as_their_constants_say()
    {
        // Room one has 15 cells: 14 without the key (its own cell gives it), 15 with it; with the door open 15 and the doorway; once the second
        // room was seen all 31 cells.
        var rooms = KeyDoorMdp.Build();
        Assert.Equal(14 + 15 + 16 + 31, rooms.Mdp.States);
        Assert.Equal(2, Enumerable.Range(0, rooms.Mdp.States).Count(rooms.Mdp.IsTerminal));
        Assert.Equal((5, 2), rooms.Grid.CellOf(0));
        Assert.Equal((9, 7), (rooms.Grid.Columns, rooms.Grid.Rows));
        double Told(string name) => rooms.Mdp.Schema.Constants.Single(constant => constant.Name == name).Value;
        foreach (var (name, glyph) in new[] { ("key", 'K'), ("door", 'D'), ("goal", 'G'), ("lava", 'L'), ("start", 'A') })
            Assert.Equal(glyph, rooms.Grid.Glyph((int)Told(name + " y"), (int)Told(name + " x")));
        Assert.Equal((9, 7, 50), (Told("width"), Told("height"), Told("horizon")));
    }

    [Fact]
    public void The_shortest_way_takes_15_steps_and_opens_the_door_on_the_tenth()
    {
        using var way = Walk(KeyDoorWorld.Create(1), ToKey + ToDoor + ToGoal);
        Assert.Equal([2, 2, 2, 2, 1, 1, 1, 2, 3, 4, 5, 5, 6, 7, 7], way.Next("x").ToArray());
        Assert.Equal([4, 3, 2, 1, 1, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5], way.Next("y").ToArray());
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], way.Next("has key").ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], way.Next("door open").ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], way.Next("reached second room").ToArray());
        Assert.Equal(14, way.Terminated.IndexOf(true));
    }

    [Fact]
    public void Walls_stop_and_the_door_does_without_the_key()
    {
        using var walk = Walk(KeyDoorWorld.Create(1), "DRRUURLLL");   // into the wall below; to (3,5), into the wall; up to (3,3), into the door; back and on
        Assert.Equal([2, 3, 3, 3, 3, 3, 2, 1, 1], walk.Next("x").ToArray());
        Assert.Equal([5, 5, 5, 4, 3, 3, 3, 3, 3], walk.Next("y").ToArray());
        Assert.Equal(-1, walk.Next("door open").IndexOf(1));
    }

    [Theory]
    [InlineData("UDUD", 0)]
    [InlineData(ToKey, .2)]
    [InlineData(ToKey + "RLRL", .2)]
    [InlineData(ToKey + ToDoor, .2)]
    [InlineData(ToKey + ToDoor + "R", .4)]
    [InlineData(ToKey + ToDoor + "RLLRR", .4)]
    [InlineData(ToKey + ToDoor + "RR", .4)]                              // the lava
    [InlineData(ToKey + ToDoor + ToGoal, .4 + .6 * (1 - .5 * 15 / 50))]  // 0.91
    [InlineData("DDDDD" + ToKey + ToDoor + ToGoal, .4 + .6 * (1 - .5 * 20 / 50))]
    [InlineData(ToKey + ToDoor + ToGoal + ToKey + ToDoor + ToGoal, 2 * .91)]   // time begins anew with the episode
    public void The_fitness_of_an_episode_is_the_graded_score(string moves, double expected) => Assert.Equal(expected, Fitness(moves), 1e-6);

    [Fact]
    public void Arriving_in_the_last_step_still_counts_and_being_cut_off_does_not()
    {
        var late = new string('D', 35) + ToKey + ToDoor + ToGoal;
        Assert.Equal(.4 + .3, Fitness(late), 1e-6);
        Assert.Equal(.4, Fitness("D" + late), 1e-6);
        using var walk = Walk(KeyDoorWorld.Create(1), "D" + late);
        Assert.Equal((49, -1), (walk.Truncated.IndexOf(true), walk.Terminated.IndexOf(true)));
    }

    [Fact]
    public void With_time_in_the_state_the_fitness_is_a_table_whose_optimum_is_the_shortest_way()
    {
        var timed = KeyDoorMdp.Build(new(Timed: true));
        var fitness = KeyDoorWorld.Create(timed, 1).Rewards.Single(reward => reward.Name == "fitness");
        Assert.False(fitness.IsEpisodic);
        Assert.Equal(.91, Best(timed.Mdp, timed.Mdp.Tabulate(fitness)), 1e-6);

        // Each of fifteen steps goes astray with probability 7.5 % (three of four random actions), so the best is less, and more than a blind walk of the way.
        var slippery = KeyDoorMdp.Build(new(Slip: .1, Timed: true));
        Assert.InRange(Best(slippery.Mdp, slippery.Mdp.Tabulate(fitness)), .85, .905);
    }

    // Backward induction: the process is acyclic, since time goes on; states are numbered breadth first, that is in order of time.
    private static double Best(TabularMdp mdp, double[] reward)
    {
        var value = new double[mdp.States];
        for (var s = mdp.States - 1; s >= 0; s--)
        {
            if (mdp.IsTerminal(s)) continue;
            value[s] = Enumerable.Range(s * mdp.Actions, mdp.Actions).Max(pair =>
                Enumerable.Range(mdp.Start[pair], mdp.Start[pair + 1] - mdp.Start[pair]).Sum(k => mdp.Probability[k] * (reward[k] + value[mdp.Next[k]])));
        }

        return value[0];
    }

    [Fact]
    public void Slipping_takes_each_other_action_with_a_quarter_of_its_probability()
    {
        var mdp = KeyDoorMdp.Build(new(Slip: .1)).Mdp;
        double To(int x, int y) => Enumerable.Range(mdp.Start[0], mdp.Start[1] - mdp.Start[0]).Where(k => At(mdp, mdp.Next[k]) == (x, y)).Sum(k => mdp.Probability[k]);
        Assert.Equal([.925, .025, .025, .025], [To(2, 4), To(2, 5), To(1, 5), To(3, 5)], (a, b) => Math.Abs(a - b) < 1e-12);   // up; down is the wall
    }

    private static (float, float) At(TabularMdp mdp, int state)
    {
        var fields = new float[mdp.Schema.Observation.Count];
        mdp.Observe(state, fields);
        return (fields[0], fields[1]);
    }

    [Fact]
    public void The_human_program_pays_what_its_twin_pays_on_every_transition()
    {
        var mdp = KeyDoorMdp.Build().Mdp;
        var compiled = new RewardCompiler().Compile(KeyDoorTask.HumanReward, RewardContract.Of(mdp.Schema));
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Diagnostics));
        using var program = compiled.Program!;
        Assert.Equal(["near", "goal"], program.Components);
        double[] expected = mdp.Tabulate(KeyDoorRewards.HumanStaged), actual = mdp.Tabulate(program.ToReward());
        for (var k = 0; k < mdp.Entries; k++) Assert.Equal(expected[k], actual[k], 1e-5);
        Assert.Equal(20 + Math.Exp(0), expected.Max(), 1e-5);
    }

    [Fact]
    public void Cheats_earn_more_than_the_way_to_the_goal()
    {
        double Sum(string name, string moves)
        {
            using var walk = Walk(KeyDoorWorld.Create(1), moves);
            return Score(Named(KeyDoorWorld.Create(1), name), walk).Sum(score => (double)score);
        }

        const string way = ToKey + ToDoor + ToGoal;
        var loiter = ToKey + new string('L', 45);
        Assert.Equal(1.1, Sum("key held", way), 1e-5);       // steps 5 to 15
        Assert.Equal(4.6, Sum("key held", loiter), 1e-5);    // steps 5 to 50
        Assert.Equal(0, Sum("sparse goal", loiter), 1e-5);
        var dance = string.Concat(Enumerable.Repeat("RL", 25));
        Assert.Equal(25, Sum("only progress", dance), 1e-5);   // every step to the right, none charged to the left
        Assert.True(Sum("naive distance", ToKey + ToDoor + "RR") > Sum("naive distance", loiter));
        Assert.True(Sum("human staged", ToKey + ToDoor + "RDDR" + new string('D', 36)) > Sum("human staged", way));
    }

    [Fact]
    public void Fitness_is_measured_by_several_threads_at_once()
    {
        var truth = KeyDoorTask.Goal.Fitness;
        double Measured(ulong seed)
        {
            var mdp = KeyDoorMdp.Build().Mdp;
            return Measure.Sampled(n => KeyDoorWorld.Create(n), Policies.Uniform(mdp), KeyDoorRewards.SparseGoal, truth, 400, seed).True.Estimate;
        }

        double[] alone = [.. Enumerable.Range(0, 8).Select(seed => Measured((ulong)seed))], together = new double[8];
        Parallel.For(0, 8, seed => together[seed] = Measured((ulong)seed));
        Assert.Equal(alone, together);
        Assert.All(alone, value => Assert.InRange(value * 50, .01, .3));
    }

    [Fact]
    public void Q_learning_on_the_human_reward_and_on_the_naive_distance_ends_where_known()
    {
        // 20 trainings each; the standard error is about 0.02 for the staged reward and 0.003 for the distance, which dies in the lava behind the door.
        Assert.InRange(Enumerable.Range(0, 20).Average(seed => Trained(KeyDoorRewards.HumanStaged, (ulong)seed)), .38, .55);
        Assert.InRange(Enumerable.Range(0, 20).Average(seed => Trained(KeyDoorRewards.NaiveDistance, (ulong)seed)), .39, .43);
    }

    private static double Trained(IReward<Transitions> reward, ulong seed)
    {
        var rooms = KeyDoorMdp.Build();
        var policy = KeyDoorLearner.Learn(rooms.Mdp, reward, seed);
        var careless = Policies.Mix(policy, Policies.Uniform(rooms.Mdp), .1);
        return 50 * Measure.Sampled(n => KeyDoorWorld.Create(rooms, n), careless, reward, KeyDoorTask.Goal.Fitness, 50, seed).True.Estimate;
    }

    [Fact]
    public void The_catalogue_makes_it_with_its_task_and_with_another_horizon()
    {
        var entry = WorldCatalogue.Find("key-door");
        Assert.Same(KeyDoorTask.Goal, entry.Task);
        Assert.Equal((50, 20), (entry.Create(1).Horizon, entry.Create(1, 20).Horizon));
        Assert.Equal(20, entry.Create(1, 20).Schema.Constants.Single(constant => constant.Name == "horizon").Value);
    }

    [Fact]
    public void A_slip_that_is_no_probability_is_refused() =>
        Assert.StartsWith("options.Slip must be in [0, 1], was 1.5.", Assert.Throws<ArgumentOutOfRangeException>(() => KeyDoorMdp.Build(new(Slip: 1.5))).Message);
}
