using Goodhart.Design;

namespace Goodhart.Tests;

/// <summary>Programs over a cart pole that write a sparse and a dense part and remember, and what is told about them.</summary>
internal static class CriticFakes
{
    public static RewardContract Contract { get; } = RewardContract.Of(Fakes.World.Create(1).Schema);

    public const string Sound = """
        double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)
        {
            double sparse = after.Terminal ? -1 : 0;
            double least = memory.Has("least") ? memory["least"] : 9;
            double dense = 0;
            if (Math.Abs(after.Angle) < least)
            {
                dense = 3;
                memory["least"] = Math.Abs(after.Angle);
            }
            parts["sparse"] = sparse;
            parts["dense"] = dense;
            return sparse + dense;
        }
        """;

    public static string Answer(string program) => $"I think.\n{CodeBlock.Fence(program)}";

    public static Transitions Met() => Experience.Collect(Fakes.World.Create(Experience.Copies), 1);

    public static DesignBrief Brief(Transitions met) => new("cartpole", "A pole on a cart.", "Keep the pole upright.", Contract, null, met, new(), 1);

    public static EpisodeDigest Digest { get; } = new(
        [
            new("fell", 3, 20.5, 4, [new("angle", .25), new("broken", 1)], [[new("left", [0, 0], [.5f, 0]), new("right", [.5f, 0], [.5f, 1])]]),
            new("success", 1, 100, 8, [new("angle", 0), new("broken", 0)], []),
        ], "success");
}
