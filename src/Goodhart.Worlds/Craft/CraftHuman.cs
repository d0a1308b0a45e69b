namespace Goodhart.Worlds.Craft;

/// <summary>The arithmetic of the staged reward, row by row.</summary>
internal static class CraftHuman
{
    public static float Score(Transitions batch, int row, bool fear = true)
    {
        float wood = batch.Observation(CraftFields.Wood)[row], pickaxe = batch.Next(CraftFields.Pickaxe)[row], made = pickaxe - batch.Observation(CraftFields.Pickaxe)[row];
        var gather = pickaxe == 0 && wood < 2 ? batch.Next(CraftFields.Wood)[row] - wood : 0;
        var thing = pickaxe == 1 ? CraftFields.Ore : CraftFields.Tree;
        var needed = made == 0 && (pickaxe == 1 || wood < 2);
        var closer = needed ? .1f * (batch.Observation(thing + 3)[row] - batch.Next(thing + 3)[row]) : 0;
        var danger = fear ? batch.Next(CraftFields.InLava)[row] : 0;
        return .5f * gather + made + closer + 5 * batch.Next(CraftFields.Diamond)[row] - 2 * danger - .01f;
    }
}
