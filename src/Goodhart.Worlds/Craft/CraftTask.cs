namespace Goodhart.Worlds.Craft;

/// <summary>What is wanted in the land of lava and diamonds.</summary>
public static class CraftTask
{
    /// <summary>The reward a person wrote, as a program: the text of <see cref="CraftRewards.HumanStaged"/>.</summary>
    public const string HumanReward = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            bool enough = before.Wood >= World.WoodNeeded;
            bool made = after.HasPickaxe && !before.HasPickaxe;

            // Wood until there is enough of it, then the pickaxe.
            double gather = !after.HasPickaxe && !enough ? 0.5 * (after.Wood - before.Wood) : 0;
            double craft = made ? 1 : 0;

            // A step closer to the tree, or to the ore once there is a pickaxe; away costs the same.
            double closer = 0;
            if (!made && after.HasPickaxe) closer = 0.1 * (before.Ore.Distance - after.Ore.Distance);
            if (!after.HasPickaxe && !enough) closer = 0.1 * (before.Tree.Distance - after.Tree.Distance);

            double diamond = after.HasDiamond ? 5 : 0;
            double lava = after.InLava ? -2 : 0;
            parts["gather"] = gather;
            parts["craft"] = craft;
            parts["closer"] = closer;
            parts["diamond"] = diamond;
            parts["lava"] = lava;
            return gather + craft + closer + diamond + lava - 0.01;
        }
        """;

    /// <summary>Mine a diamond. Deaths are measured by <see cref="CraftRewards.LavaDeath"/>, coverage by <see cref="CraftRewards.CellsVisited"/>.</summary>
    public static DesignTask Diamond { get; } = new(
        "diamond", "Mine a diamond: gather wood from trees, craft a pickaxe, find diamond ore and walk into it, without stepping into the lava around it.",
        HeldOut<Transitions>.Of(CraftRewards.Fitness), HeldOut<Transitions>.Of(CraftRewards.Success), HumanReward,
        [
            "Standing before an ore, or a tree, where having it in view or being near pays at every step.",
            "Gathering wood for ever where every piece pays.",
            "Walking to and fro where coming closer is paid and going away is free.",
            "Staying where one is: who never goes near an ore never dies in lava, so few deaths say nothing without the cells visited.",
            "Ending the episode in the lava where every step costs more than dying.",
        ]);
}
