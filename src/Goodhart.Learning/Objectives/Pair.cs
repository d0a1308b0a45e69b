using Goodhart.Feedback;

namespace Goodhart.Learning;

/// <summary>A comparison as a loss reads it: what is compared, the label, and what this pair alone asks of the loss.</summary>
/// <param name="First">Shown first.</param>
/// <param name="Second">Shown second.</param>
/// <param name="Target">Probability that the second is better, in [0, 1]; ½ is a tie.</param>
public sealed record Pair<T>(T First, T Second, double Target)
{
    public double Target { get; init; } = Ensure.InRange(Target, 0, 1);

    /// <summary>By how much the better one should lead, in the reward's unit; negative where a vote doubts the label.</summary>
    /// <exception cref="ArgumentException">Not finite.</exception>
    public double Margin { get; init => field = double.IsFinite(value) ? value : throw new ArgumentException($"A margin must be finite, was {value}."); }

    /// <summary>Factor of the pair's likelihood, ≥ 0.</summary>
    public double Weight { get; init => field = Ensure.NotNegative(value); } = 1;

    /// <summary>Name of the row it comes from, for messages and files.</summary>
    public string? Id { get; init; }

    public Origin Origin { get; init; } = Origin.Unknown;

    /// <summary>The same with the label turned round.</summary>
    public Pair<T> Flip() => this with { Target = 1 - Target };

    /// <summary>The same with the label moved by a towards the other side: 0.1 makes 1 into 0.9; ties stay.</summary>
    /// <param name="a">In [0, ½].</param>
    /// <exception cref="ArgumentOutOfRangeException">Beyond ½ the label would turn round.</exception>
    public Pair<T> Soften(double a)
    {
        Ensure.InRange(a, 0, 0.5);
        return this with { Target = Target * (1 - a) + (1 - Target) * a };
    }
}
