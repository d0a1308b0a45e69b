namespace Goodhart.Feedback;

/// <summary>Which of two items somebody prefers: a comparison (whose name .NET has given to a delegate).</summary>
/// <typeparam name="T">What is compared: a completion, a trajectory segment, an image.</typeparam>
public sealed record Preference<T>
{
    /// <param name="first">Shown first.</param>
    /// <param name="second">Shown second; the order is kept, so that position bias can be measured.</param>
    /// <param name="choice">What it came to.</param>
    public Preference(T first, T second, Choice choice)
    {
        if (!Enum.IsDefined(choice)) throw new ArgumentOutOfRangeException(nameof(choice), $"choice must be First, Second, Tie or CannotCompare, was {choice}.");
        (First, Second, Choice) = (first, second, choice);
    }

    public T First { get; }

    public T Second { get; }

    public Choice Choice { get; }

    /// <summary>How much better the preferred one is, on the data's own scale (1 … 3 in HelpSteer2, a margin in reward units elsewhere); null if unknown.</summary>
    /// <exception cref="ArgumentException">Negative, not finite, or given although nothing is preferred.</exception>
    public double? Strength
    {
        get;
        init => field = value is null || (value >= 0 && double.IsFinite(value.Value) && (value == 0 || Choice is Choice.First or Choice.Second)) ? value
            : throw new ArgumentException($"Strength must be finite and not negative, and 0 where nothing is preferred; was {value} for {Choice}.");
    }

    /// <summary>Probability that the second is better, from a soft judge or from several votes; null where only the choice is known.</summary>
    /// <exception cref="ArgumentException">Outside [0, 1], or on the other side of ½ than the choice.</exception>
    public double? SecondWins
    {
        get;
        init => field = value is null || Agrees(value.Value) ? value
            : throw new ArgumentException($"SecondWins must be in [0, 1] and agree with the choice {Choice}; was {value}.");
    }

    /// <summary>The quality that was asked about, such as "honesty"; null for the overall preference.</summary>
    public string? Aspect { get; init; }

    /// <summary>Why, in the annotator's words.</summary>
    public string? Reason { get; init; }

    public Origin Origin { get; init; } = Origin.Unknown;

    /// <summary>Probability that the second is better, for a loss: the soft label where there is one, else 0, ½ or 1; null when they cannot be compared.</summary>
    public double? Target => SecondWins ?? Choice switch
    {
        Choice.First => 0,
        Choice.Second => 1,
        Choice.Tie => 0.5,
        _ => null,
    };

    /// <summary>The better and the worse item; null when neither is.</summary>
    public (T Preferred, T Rejected)? Ordered => Choice switch
    {
        Choice.First => (First, Second),
        Choice.Second => (Second, First),
        _ => null,
    };

    /// <summary>The same judgement with the items in the other order.</summary>
    public Preference<T> Swap() => new(Second, First, Choice switch { Choice.First => Choice.Second, Choice.Second => Choice.First, var other => other })
    {
        Strength = Strength,
        SecondWins = 1 - SecondWins,
        Aspect = Aspect,
        Reason = Reason,
        Origin = Origin,
    };

    private bool Agrees(double probability) => Choice switch
    {
        Choice.First => probability is >= 0 and <= 0.5,
        Choice.Second => probability is >= 0.5 and <= 1,
        Choice.Tie => probability == 0.5,
        _ => false,
    };
}

/// <summary>Preferences from the labels that data sets use.</summary>
public static class Preference
{
    /// <summary>From a chosen and a rejected item (TRL, HH); the order in which they were shown is unknown, so the chosen stands first.</summary>
    public static Preference<T> Of<T>(T preferred, T rejected, double? strength = null) => new(preferred, rejected, Choice.First) { Strength = strength };

    /// <summary>From a signed strength: negative prefers the first, positive the second, 0 is a tie (HelpSteer2: −3 … 3).</summary>
    public static Preference<T> FromSigned<T>(T first, T second, double strength)
    {
        if (!double.IsFinite(strength)) throw new ArgumentException($"A signed strength must be finite, was {strength}.", nameof(strength));
        return new(first, second, strength < 0 ? Choice.First : strength > 0 ? Choice.Second : Choice.Tie) { Strength = Math.Abs(strength) };
    }

    /// <summary>From the probability that the second is better; ½ is a tie (AlpacaEval's preference in [1, 2] is 1 more).</summary>
    public static Preference<T> FromProbability<T>(T first, T second, double secondWins)
    {
        Ensure.InRange(secondWins, 0, 1);
        return new(first, second, secondWins < 0.5 ? Choice.First : secondWins > 0.5 ? Choice.Second : Choice.Tie) { SecondWins = secondWins };
    }
}
