namespace Goodhart.Worlds.Craft;

/// <summary>How an episode's land is laid out. The defaults are small enough that a table over the nearest things learns to fetch diamonds within seconds.</summary>
/// <param name="Trees">Trees, in [1, 20].</param>
/// <param name="Ores">Diamond ores, no two within two cells of each other, in [1, 5].</param>
/// <param name="Lava">Lava cells among the eight around each ore, in [0, 6].</param>
/// <param name="Wood">Pieces of wood a pickaxe takes, in [1, 9].</param>
public sealed record CraftOptions(int Trees = 8, int Ores = 3, int Lava = 3, int Wood = 2)
{
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range; the message names it.</exception>
    internal CraftOptions Checked()
    {
        Ensure.InRange(Trees, 1, 20);
        Ensure.InRange(Ores, 1, 5);
        Ensure.InRange(Lava, 0, 6);
        Ensure.InRange(Wood, 1, CraftRules.MostWood);
        return this;
    }
}
