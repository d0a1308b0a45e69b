using Goodhart.Design;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Gripper;

namespace Goodhart.Papers;

/// <summary>Control of the general words: with one of them missing, a program is refused, and told which.</summary>
internal static class Text2RewardWords
{
    private const string Card = """
        class Robot { class EePose { double X; double Height; } }    // robot.EePose.X, metres
        class Cube { double X; double Height; bool IsGrasped; }      // cubeA, metres
        double Reward(Obs before, Act action, Obs after)
        """;

    private const string Program = """
        double Reward(Obs before, Act action, Obs after)
        {
            double away = Math.Abs(cubeA.X - robot.EePose.X)
                + Math.Abs(cubeA.Height - robot.EePose.Height);
            return (cubeA.IsGrasped ? 1 : 0) - away;
        }
        """;

    private static readonly Dictionary<string, string> terms = new()
    {
        ["robot.EePose"] = "after.Gripper",
        ["cubeA.X"] = "after.Cube.X",
        ["cubeA.Height"] = "after.Cube.Height",
        ["cubeA.IsGrasped"] = "after.Cube.Grasped",
    };

    public static void Check(PaperRun run)
    {
        var (whole, lacking) = (Write(terms), Write(terms.Where(term => term.Key != "cubeA.IsGrasped")));
        var named = lacking.Failure?.Message.Contains("'cubeA.IsGrasped'", StringComparison.Ordinal) == true;
        run.Control("general words: programs that run", whole.Runs ? 1 : 0, runs => runs == 1, "= 1");
        run.Control("one general word missing: programs that run", lacking.Runs ? 1 : 0, runs => runs == 0, "= 0");
        run.Control("one general word missing: diagnostics that name it", named ? 1 : 0, count => count == 1, "= 1");
        run.Note($"One general word missing: {lacking.Failure?.Message}");
    }

    /// <summary>What comes of one answer; hardly anything is trained.</summary>
    private static Candidate Write(IEnumerable<KeyValuePair<string, string>> known)
    {
        var world = WorldCatalogue.Find(GripperWorld.NameOf(GripperTask.Pick));
        var little = new CrossEntropyTraining(world.Create, world.Task!, new(Population: 4, Elites: 2, Generations: 1, Rollouts: 1), new(Measurements: 1, Episodes: 2));
        var designer = new Text2RewardDesigner(new ScriptedChat(_ => CodeBlock.Fence(Program), 1), new(Repairs: 0, Terms: new(Card, new TermMap(known))));
        using var lineage = Lineage.InMemory();
        return DesignRun.Run(new(world, world.Task!, little, designer, new(Samples: 1, Rounds: 1, FreshSeeds: 2)), lineage).Candidates[0];
    }
}
