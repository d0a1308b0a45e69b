namespace Goodhart;

/// <summary>A composed reward that weights its parts, so that the weights can be recorded beside the scores.</summary>
public interface IWeighted
{
    /// <summary>One factor per part, in the order of the parts.</summary>
    IReadOnlyList<float> Weights { get; }
}
