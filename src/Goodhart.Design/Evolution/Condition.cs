using System.Text.Json.Serialization;

namespace Goodhart.Design.Evolution;

/// <summary>Something that holds in an observation or does not.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Flag), "flag")]
[JsonDerivedType(typeof(Near), "near")]
[JsonDerivedType(typeof(Terminal), "terminal")]
[JsonDerivedType(typeof(Not), "not")]
public abstract record Condition
{
    private Condition() { }

    /// <summary>What it is about, without the negations.</summary>
    internal Condition Subject => this is Not not ? not.Of.Subject : this;

    /// <summary>Its opposite.</summary>
    public Condition Negated() => this is Not not ? not.Of : new Not(this);

    /// <summary>A flag of the observation.</summary>
    public sealed record Flag(string Name) : Condition;

    /// <summary>A measure is at most so much.</summary>
    /// <param name="Reading">One that is not signed.</param>
    /// <param name="Within">In the measure's unit.</param>
    public sealed record Near(Reading Reading, double Within) : Condition;

    /// <summary>The episode ended here for good.</summary>
    public sealed record Terminal : Condition;

    public sealed record Not(Condition Of) : Condition;
}
