namespace Goodhart.Worlds.Simulations;

/// <summary>Says what a member of an observation record is: its unit, then after a comma whatever else a reader must know, as in <c>[Obs("m, world frame")]</c>.</summary>
/// <remarks>On a member of type bool the whole text says what it means. Where the member has an XML documentation summary, that is its meaning, and what stands here follows in brackets.</remarks>
/// <param name="text">Unit, or unit and meaning; "" for a pure number.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class ObsAttribute(string text = "") : Attribute
{
    public string Text { get; } = text;

    /// <summary>Smallest value that occurs.</summary>
    public float Low { get; set; } = float.NegativeInfinity;

    /// <summary>Largest value that occurs.</summary>
    public float High { get; set; } = float.PositiveInfinity;
}
