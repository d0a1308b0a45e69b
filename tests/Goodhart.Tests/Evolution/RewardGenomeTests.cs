using Goodhart.Design;
using Goodhart.Design.Evolution;

namespace Goodhart.Tests;

public sealed class RewardGenomeTests
{
    private static readonly Reading toKey = new Reading.Distance("", "key"), toGoal = new Reading.Distance("", "goal");

    [Fact]
    public void A_genome_reads_as_a_person_would_write_it()
    {
        var genome = new RewardGenome(
        [
            new(new Signal.Progress(toKey, Shape.Linear, 4), 1.5, new Condition.Not(new Condition.Flag("has key"))),
            new(new Signal.Onset(new Condition.Flag("has key")), 2),
            new(new Signal.Closeness(toGoal, Shape.Tanh, 5), 0.5, new Condition.Flag("door open")),
            new(new Signal.Onset(new Condition.Terminal()), -3, new Condition.Not(new Condition.Near(toGoal, 0.5))),
            new(new Signal.EveryStep(), -0.02),
        ]);
        Assert.Equal("""
            double DistanceToKey(Obs state) => Math.Abs(state.X - World.KeyX) + Math.Abs(state.Y - World.KeyY);
            double DistanceToGoal(Obs state) => Math.Abs(state.X - World.GoalX) + Math.Abs(state.Y - World.GoalY);

            double Reward(Obs before, Act action, Obs after, Parts parts)
            {
                // Pays for reducing the distance to key, unless has key.
                const double towardsKeyUntilHasKeyWeight = 1.5, towardsKeyUntilHasKeyScale = 4;   // scale in cells
                double towardsKeyUntilHasKey = !before.HasKey
                    ? towardsKeyUntilHasKeyWeight * (DistanceToKey(before) - DistanceToKey(after)) / towardsKeyUntilHasKeyScale
                    : 0;
                parts["towards_key_until_has_key"] = towardsKeyUntilHasKey;

                // Pays once has key.
                const double onceHasKeyWeight = 2;
                double onceHasKey = !before.HasKey && after.HasKey ? onceHasKeyWeight : 0;
                parts["once_has_key"] = onceHasKey;

                // The smaller the distance to goal the better, if door open.
                const double nearGoalIfDoorOpenWeight = 0.5, nearGoalIfDoorOpenScale = 5;   // scale in cells
                double nearGoalIfDoorOpen = after.DoorOpen
                    ? nearGoalIfDoorOpenWeight * (1 - Math.Tanh(DistanceToGoal(after) / nearGoalIfDoorOpenScale))
                    : 0;
                parts["near_goal_if_door_open"] = nearGoalIfDoorOpen;

                // Costs when the episode ends, unless the distance to goal is small.
                const double onceTerminalUntilAtGoalWeight = -3, onceTerminalUntilAtGoalRadius = 0.5;
                double onceTerminalUntilAtGoal = DistanceToGoal(after) > onceTerminalUntilAtGoalRadius && after.Terminal
                    ? onceTerminalUntilAtGoalWeight
                    : 0;
                parts["once_terminal_until_at_goal"] = onceTerminalUntilAtGoal;

                // Costs for every step.
                const double everyStepWeight = -0.02;
                double everyStep = everyStepWeight;
                parts["every_step"] = everyStep;

                return towardsKeyUntilHasKey
                    + onceHasKey
                    + nearGoalIfDoorOpen
                    + onceTerminalUntilAtGoal
                    + everyStep;
            }

            """.ReplaceLineEndings("\n"), genome.Print(Vocabulary.Of(Contracts.Grid)));
    }

    [Fact]
    public void Its_program_scores_what_its_terms_say()
    {
        var genome = new RewardGenome(
        [
            new(new Signal.Progress(toKey, Shape.Linear, 4), 1.5, new Condition.Not(new Condition.Flag("has key"))),
            new(new Signal.Onset(new Condition.Flag("has key")), 2),
            new(new Signal.Closeness(toGoal, Shape.Exponential, 5), 0.5),
            new(new Signal.Chosen("left"), 0.25),
        ]);
        using var program = Compile(genome, Contracts.Grid);
        using var batch = new Transitions(Contracts.Grid.Schema, 1);
        // (2, 1) → (1, 1), where the key at (1, 1) is picked up by going left: 1.5·(1 − 0)/4 + 2 + 0.5·exp(−(6 + 4)/5) + 0.25.
        Set(batch, before: [2, 1, 0, 0], after: [1, 1, 1, 0], action: [2]);
        var (reward, scores) = (program.ToReward(), new float[1]);
        var trace = PartTrace.Of(reward);
        reward.Evaluate(batch, scores, trace);
        Assert.Equal(0.375 + 2 + 0.5 * Math.Exp(-2) + 0.25, scores[0], 1e-6);
        Assert.Equal([0.375, 2, 0.5 * Math.Exp(-2), 0.25], trace.Children.Select(c => Math.Round(c.Mean, 6)).Select((m, i) => i == 2 ? 0.5 * Math.Exp(-2) : m));
    }

    [Theory, MemberData(nameof(Contracts.Names), MemberType = typeof(Contracts))]
    public void Every_drawn_mutated_and_crossed_genome_compiles_into_its_terms(string name)
    {
        var contract = Contracts.Of(name);
        var draw = new GenomeDraw(Vocabulary.Of(contract), "reach the goal behind the door");
        var (mutation, rng, compiler) = (new GenomeMutation(draw), new Generator(7), new RewardCompiler());
        var last = draw.Random(rng);
        for (var i = 0; i < 60; i++)
        {
            var drawn = i % 2 == 0 ? draw.Staged(rng) : draw.Random(rng, 8);
            // One program of many: compiling costs far more than printing.
            foreach (var genome in new[] { drawn, mutation.Mutate(drawn, rng), mutation.Cross(drawn, last, rng) })
            {
                var text = genome.Print(draw.Words);
                var compiled = compiler.Compile(text, contract);
                Assert.True(compiled.Succeeded, $"{string.Join('\n', compiled.Diagnostics)}\n{text}");
                Assert.Equal(genome.Terms.Count, compiled.Program!.Components.Count);
                compiled.Program.Dispose();
                last = genome;
            }
        }
    }

    [Theory, MemberData(nameof(Contracts.Names), MemberType = typeof(Contracts))]
    public void Thousands_of_changes_keep_units_names_and_structure_sound(string name)
    {
        var words = Vocabulary.Of(Contracts.Of(name));
        var draw = new GenomeDraw(words);
        var (mutation, rng) = (new GenomeMutation(draw), new Generator(11));
        var (genome, other) = (draw.Staged(rng), draw.Random(rng));
        for (var i = 0; i < 3000; i++)
        {
            genome = i % 10 == 9 ? mutation.Cross(genome, other, rng) : mutation.Mutate(genome, rng);
            Assert.InRange(genome.Terms.Count, 1, 12);
            Assert.Equal(genome.Terms.Count, genome.Terms.DistinctBy(t => t.Structure).Count());
            Assert.All(genome.Terms.SelectMany(Readings), m => Assert.Contains(m, words.Readings));
            Assert.All(genome.Terms, t => Assert.True(t.Weight != 0 && double.IsFinite(t.Weight)));
            if (i % 100 == 0) (genome, other) = (draw.Random(rng), genome);
        }
    }

    [Theory, MemberData(nameof(Contracts.Names), MemberType = typeof(Contracts))]
    public void No_measure_compares_metres_with_radians_or_x_with_y(string name)
    {
        var words = Vocabulary.Of(Contracts.Of(name));
        Assert.All(words.Readings.OfType<Reading.Gap>(), g => Assert.True(words.Quantity(g.From).IsLike(words.Quantity(g.To))));
        Assert.All(words.Readings.OfType<Reading.Distance>(), d => Assert.True(words.Point(d.From).IsLike(words.Point(d.To))));
    }

    [Fact]
    public void Points_are_found_by_their_axes()
    {
        var words = Vocabulary.Of(Contracts.Gripper);
        Assert.Equal(["cube", "goal", "gripper", "velocity"], words.Points.Select(p => p.Name).Order());
        Assert.Contains(new Reading.Distance("gripper", "cube"), words.Readings);
        Assert.Contains(new Reading.Gap("cube.angle", "safe angle"), words.Readings);
        Assert.DoesNotContain(new Reading.Gap("cube.x", "goal y"), words.Readings);
        Assert.DoesNotContain(words.Readings, m => m is Reading.Distance { From: "velocity" } or Reading.Distance { To: "velocity" });
    }

    [Fact]
    public void Height_is_an_axis_of_a_thing_but_a_bare_height_is_a_size()
    {
        var words = Vocabulary.Of(RewardContract.Of(new Schema([new("x", "m"), new("y", "m"), new("cube.x", "m"), new("cube.height", "m")], new ActionSpace.Discrete(["wait"])) { Constants = [new("height", 9, "m")] }));
        Assert.Equal(["", "cube"], words.Points.Select(p => p.Name).Order());
        Assert.Equal(["x", "y"], words.Point("").Axes.Select(a => a.Axis));
        Assert.Equal(["height", "x"], words.Point("cube").Axes.Select(a => a.Axis));
    }

    [Fact]
    public void A_genome_survives_its_json()
    {
        var draw = new GenomeDraw(Vocabulary.Of(Contracts.Gripper));
        var rng = new Generator(3);
        for (var i = 0; i < 200; i++)
        {
            var genome = draw.Random(rng);
            var back = RewardGenome.FromJson(genome.ToJson());
            Assert.Equal(genome.Print(draw.Words), back.Print(draw.Words));
        }
    }

    [Fact]
    public void Tidy_removes_what_says_nothing()
    {
        Condition key = new Condition.Flag("has key");
        var genome = new RewardGenome(
        [
            new(new Signal.Onset(key), 1.2345, key, key.Negated()),                       // a gate on its own subject
            new(new Signal.Onset(key), 7),                                                // twice
            new(new Signal.EveryStep(), 0),                                               // no weight
            new(new Signal.State(new Condition.Terminal()), 3),
        ]).Tidy();
        Assert.Equal(2, genome.Terms.Count);
        Assert.Equal((1.2, 0), (genome.Terms[0].Weight, genome.Terms[0].Gates.Count));
        Assert.Equal(new Signal.Onset(new Condition.Terminal()), genome.Terms[1].Signal);
    }

    private static IEnumerable<Reading> Readings(Term term) => term.Signal switch
    {
        Signal.Closeness close => [close.Reading],
        Signal.Progress progress => [progress.Reading],
        Signal.Onset { Condition.Subject: Condition.Near near } => [near.Reading],
        Signal.State { Condition.Subject: Condition.Near near } => [near.Reading],
        _ => [],
    };

    private static RewardProgram Compile(RewardGenome genome, RewardContract contract)
    {
        var compiled = new RewardCompiler().Compile(genome.Print(Vocabulary.Of(contract)), contract);
        return compiled.Program ?? throw new InvalidOperationException(string.Join('\n', compiled.Diagnostics));
    }

    private static void Set(Transitions batch, float[] before, float[] after, float[] action)
    {
        for (var f = 0; f < before.Length; f++) (batch.Observation(f)[0], batch.Next(f)[0]) = (before[f], after[f]);
        for (var k = 0; k < action.Length; k++) batch.Action(k)[0] = action[k];
        batch.Terminated.Clear();
        batch.Truncated.Clear();
    }
}
