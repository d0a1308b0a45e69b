using System.Text.Json.Serialization;

namespace Goodhart.Design.Evolution;

/// <summary>How a distance becomes a score: −d/τ, exp(−d/τ), 1 − tanh(d/τ). A signed quantity v has v/τ or tanh(v/τ).</summary>
public enum Shape { Linear, Exponential, Tanh }

/// <summary>What one component of a reward pays for, before its weight.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Closeness), "closeness")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(State), "state")]
[JsonDerivedType(typeof(Onset), "onset")]
[JsonDerivedType(typeof(Chosen), "chosen")]
[JsonDerivedType(typeof(Effort), "effort")]
[JsonDerivedType(typeof(EveryStep), "step")]
public abstract record Signal
{
    private Signal() { }

    /// <summary>A shaped measure of where the step ended.</summary>
    /// <param name="Temperature">τ, in the measure's unit.</param>
    public sealed record Closeness(Reading Reading, Shape Shape, double Temperature) : Signal;

    /// <summary>Closeness after the step minus closeness before: a potential difference, so coming back costs what going brought.</summary>
    /// <param name="Temperature">τ, in the measure's unit.</param>
    public sealed record Progress(Reading Reading, Shape Shape, double Temperature) : Signal;

    /// <summary>1 wherever a condition holds.</summary>
    public sealed record State(Condition Condition) : Signal;

    /// <summary>1 on the step on which a condition begins to hold.</summary>
    public sealed record Onset(Condition Condition) : Signal;

    /// <summary>1 where a discrete action was chosen.</summary>
    public sealed record Chosen(string Action) : Signal;

    /// <summary>Sum of squares of a continuous action.</summary>
    public sealed record Effort : Signal;

    /// <summary>1 on every step.</summary>
    public sealed record EveryStep : Signal;
}
