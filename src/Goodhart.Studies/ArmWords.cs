namespace Goodhart.Studies;

/// <summary>Arms in words, for reports.</summary>
internal static class ArmWords
{
    public static string Of(Arm arm, double weight)
    {
        var how = arm switch
        {
            Arm.Exact => "Solved exactly",
            Arm.Sampled sampled => $"Trained by PPO for {sampled.Steps:N0} steps",
            _ => throw new ArgumentOutOfRangeException(nameof(arm)),
        };
        var lambda = arm.Lambda is null ? $"the theory's λ = {weight:G3}" : $"λ = {weight:G3}";
        return arm.Hold == Hold.None ? $"{how}, with nothing holding it to the base." : $"{how}, held to the base by {Of(arm.Hold)} at {lambda}.";
    }

    public static string Of(Hold hold) => hold switch
    {
        Hold.None => "nothing",
        Hold.ActionKl => "KL between action distributions",
        Hold.ActionChiSquared => "χ² between action distributions",
        Hold.OccupancyKl => "KL between occupancies",
        Hold.OccupancyChiSquared => "χ² between occupancies",
        Hold.OccupancySqrtChiSquared => "√χ² between occupancies",
        Hold.OccupancyTotalVariation => "total variation between occupancies",
        Hold.StateOccupancySqrtChiSquared => "√χ² between state occupancies",
        _ => throw new ArgumentOutOfRangeException(nameof(hold)),
    };
}
