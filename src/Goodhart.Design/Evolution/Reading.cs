using System.Text.Json.Serialization;

namespace Goodhart.Design.Evolution;

/// <summary>A number read from one observation. Names are those of a <see cref="Vocabulary"/>, which only offers measures whose units agree.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Distance), "distance")]
[JsonDerivedType(typeof(Gap), "gap")]
[JsonDerivedType(typeof(Length), "length")]
[JsonDerivedType(typeof(Size), "size")]
[JsonDerivedType(typeof(Level), "level")]
public abstract record Reading
{
    private Reading() { }

    /// <summary>It has a sign, and more of it may be good or bad; the others are at least 0 and less of them is nearer.</summary>
    [JsonIgnore]
    public bool IsSigned => this is Level;

    /// <summary>How far two points are from each other.</summary>
    public sealed record Distance(string From, string To) : Reading;

    /// <summary>|a − b| of two quantities of one unit.</summary>
    public sealed record Gap(string From, string To) : Reading;

    /// <summary>Length of a vector, such as a speed.</summary>
    public sealed record Length(string Of) : Reading;

    /// <summary>|a|.</summary>
    public sealed record Size(string Of) : Reading;

    /// <summary>A quantity as it is.</summary>
    public sealed record Level(string Of) : Reading;
}
