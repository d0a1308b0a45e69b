using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

/// <summary>Cells 0 … 4 and a goal at 5 that ends the episode; left stays in 0. A field x, a field v that the world does not bound.</summary>
internal static class FiveCells
{
    public const int Goal = 5;

    public static Schema Schema { get; } = new([new("x", "cell", 0, Goal), new("v", "cell/step")], new ActionSpace.Discrete(["left", "right"]), States: Goal + 1);

    public static TabularMdp Mdp { get; } = Build();

    public static IWorld World(int count) => new TabularWorld(Mdp, [], count, horizon: 20, name: "five cells");

    private static TabularMdp Build()
    {
        var (start, next) = (new List<int> { 0 }, new List<int>());
        for (var s = 0; s <= Goal; s++)
            for (var a = 0; a < 2; a++)
            {
                if (s < Goal) next.Add(a == 0 ? Math.Max(0, s - 1) : s + 1);
                start.Add(next.Count);
            }

        double[] initial = [1, 0, 0, 0, 0, 0];
        return new(Schema, [.. start], [.. next], [.. next.Select(_ => 1.0)], initial, (s, fields) => (fields[0], fields[1]) = (s, s % 2 + 1));
    }
}
