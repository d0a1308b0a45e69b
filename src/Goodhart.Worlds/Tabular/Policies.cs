namespace Goodhart.Worlds.Tabular;

/// <summary>Policies made of other policies, or of nothing.</summary>
public static class Policies
{
    /// <summary>Every action equally likely everywhere.</summary>
    public static TabularPolicy Uniform(TabularMdp mdp)
    {
        var probabilities = new double[mdp.States * mdp.Actions];
        Array.Fill(probabilities, 1.0 / mdp.Actions);
        return new(mdp.Actions, probabilities);
    }

    /// <summary>π(a|s) = (1 − weight)·first + weight·second: in every state anew, which is not the mixture of their episodes.</summary>
    /// <param name="first">One policy.</param>
    /// <param name="second">Another of the same shape.</param>
    /// <param name="weight">Share of the second, in [0, 1].</param>
    public static TabularPolicy Mix(TabularPolicy first, TabularPolicy second, double weight)
    {
        Ensure.InRange(weight, 0, 1);
        Ensure.SameLength(second.Actions, first.Actions);
        Ensure.SameLength(second.States, first.States);
        return new(first.Actions, [.. first.Probabilities.Zip(second.Probabilities, (a, b) => (1 - weight) * a + weight * b)]);
    }
}
