using System.Numerics;
using System.Runtime.CompilerServices;

namespace Goodhart;

/// <summary>Checks at construction whose message names the thing, its value and what was expected.</summary>
public static class Ensure
{
    /// <exception cref="ArgumentOutOfRangeException">The value is zero, negative or not a number.</exception>
    public static T Positive<T>(T value, [CallerArgumentExpression(nameof(value))] string? name = null) where T : INumber<T> =>
        value > T.Zero ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be positive, was {value}.");

    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public static T NotNegative<T>(T value, [CallerArgumentExpression(nameof(value))] string? name = null) where T : INumber<T> =>
        value >= T.Zero ? value : throw new ArgumentOutOfRangeException(name, $"{name} must not be negative, was {value}.");

    /// <exception cref="ArgumentOutOfRangeException">The value is outside [low, high] or not a number.</exception>
    public static T InRange<T>(T value, T low, T high, [CallerArgumentExpression(nameof(value))] string? name = null) where T : INumber<T> =>
        value >= low && value <= high ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be in [{low}, {high}], was {value}.");

    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void SameLength(int actual, int expected, [CallerArgumentExpression(nameof(actual))] string? name = null)
    {
        if (actual != expected) throw new ArgumentException($"{name} must be {expected}, was {actual}.", name);
    }
}
