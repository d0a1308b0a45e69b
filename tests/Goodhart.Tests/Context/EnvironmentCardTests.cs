using Goodhart.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests;

public sealed class EnvironmentCardTests
{
    private static readonly RewardContract gripper = RewardContract.Of(new(
        [
            new("gripper.x", "m", 0, 1, Meaning: "world frame"), new("gripper.angular velocity", "rad/s"), new("gripper.holds cube", Kind: FieldKind.Flag, Meaning: "the fingers are closed around it"),
            new("cube.pose.z", "m", 0), new("time left", "1", 0, 60),
        ],
        new ActionSpace.Box([new("dx", "m", -0.05f, 0.05f, Meaning: "to the right"), new("grip", "1", 0, 1)]))
    { Constants = [new("goal x", 0.75, "m", "where the cube is wanted"), new("cubes", 2)] });

    [Fact]
    public void It_is_a_compact_class_view()
    {
        const string expected = """
            // A gripper above a table.
            class Obs      // one observation
            {
                bool Terminal;                      // whether the episode ended here, other than by running out of time
                double TimeLeft;                    // 0 to 60
                class Gripper {   // written after.Gripper.X
                    double X;                       // 0 to 1 m: world frame
                    double AngularVelocity;         // rad/s
                    bool HoldsCube;                 // the fingers are closed around it
                }
                class Cube {   // written after.Cube.Pose.Z
                    class Pose {   // written after.Cube.Pose.Z
                        double Z;                   // ≥ 0 m
                    }
                }
            }
            class Act      // what was done in this step
            {
                double Dx;                          // -0.05 to 0.05 m: to the right
                double Grip;                        // 0 to 1
            }
            static class World
            {
                const double GoalX = 0.75;          // m: where the cube is wanted
                const double Cubes = 2;
            }
            class Parts    // the named components of this step's reward, for the record

            """;
        var card = EnvironmentCard.Of(gripper, "A gripper above a table.");
        Assert.Equal(expected.ReplaceLineEndings("\n"), card[..(card.IndexOf("for the record\n", StringComparison.Ordinal) + 15)]);
        Assert.Contains("\ndouble Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)\n", card, StringComparison.Ordinal);
        Assert.True(card.Length < 3200, $"{card.Length} characters");
    }

    [Fact]
    public void Discrete_actions_are_flags()
    {
        var card = EnvironmentCard.Of(RewardContract.Of(new CartPole(1).Schema));
        Assert.Contains("int Index;                          // 0 to 1, in the order below; exactly one of these is true\n    bool Left;\n    bool Right;\n", card, StringComparison.Ordinal);
        var bare = EnvironmentCard.Of(RewardContract.Of(new([new("x")], new ActionSpace.Discrete(["left", "right"]))));
        Assert.DoesNotContain("static class World", bare, StringComparison.Ordinal);   // no constants, no class
    }

    /// <summary>Every name on the card is one that a program may use: a program that reads them all compiles.</summary>
    [Fact]
    public void What_the_card_names_compiles()
    {
        const string program = """
            double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)
            {
                parts["x"] = after.Gripper.X + before.Gripper.AngularVelocity + after.Cube.Pose.Z + after.TimeLeft;
                memory["best"] = memory.Has("best") ? memory["best", 2] : World.GoalX - World.Cubes;
                return after.Terminal || after.Gripper.HoldsCube || memory.Has("best", 2) ? action.Dx : action.Grip;
            }
            """;
        var compiled = new RewardCompiler().Compile(program, gripper);
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Diagnostics));
    }

    [Fact]
    public void No_world_shows_its_rewards()
    {
        foreach (var entry in WorldCatalogue.All.Where(e => e.Create(1).Schema.Observation.Count > 0))
        {
            var world = entry.Create(1);
            var card = EnvironmentCard.Of(RewardContract.Of(world.Schema), entry.Summary);
            // A name of one word, such as "time", may well occur in what a field means.
            var cheats = world.Rewards.Select(r => r.Name).Where(n => n.Contains(' ') && world.Schema.Observation.All(f => f.Name != n && !f.Meaning.Contains(n, StringComparison.Ordinal))).ToList();
            Assert.All(cheats, name => Assert.DoesNotContain(name, card.Replace(entry.Summary, "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
            foreach (var line in (entry.Task?.HumanReward ?? "").Split('\n').Select(l => l.Trim()).Where(l => l.EndsWith(';') && !l.StartsWith("parts", StringComparison.Ordinal)))
                Assert.DoesNotContain(line, card, StringComparison.Ordinal);
        }
    }
}
