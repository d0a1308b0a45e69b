using Goodhart.Feedback;

namespace Goodhart.Learning;

/// <summary>What the strength of a preference becomes in its loss.</summary>
public enum StrengthUse
{
    /// <summary>Nothing: regular Bradley–Terry.</summary>
    Ignore,

    /// <summary>A margin: −log σ(z − m).</summary>
    Margin,

    /// <summary>A weight: −m·log σ(z), scaled Bradley–Terry (HelpSteer2-Preference, 2024). An unknown strength weighs 1.</summary>
    Weight,
}

/// <summary>Pairs from preferences.</summary>
public static class Pairs
{
    extension<T>(IEnumerable<Preference<T>> preferences)
    {
        /// <summary>Pairs of all that could be compared, in order, with their origin; "can't tell" teaches nothing and is left out.</summary>
        /// <param name="strength">What a known strength becomes.</param>
        /// <param name="ties">Whether ties stay.</param>
        public IReadOnlyList<Pair<T>> ToPairs(StrengthUse strength = StrengthUse.Ignore, bool ties = true) =>
            [.. preferences.Where(p => p.Target is not null && (ties || p.Target != 0.5)).Select(p => new Pair<T>(p.First, p.Second, p.Target!.Value)
            {
                Margin = strength is StrengthUse.Margin ? p.Strength ?? 0 : 0,
                Weight = strength is StrengthUse.Weight && p.Target != 0.5 ? p.Strength ?? 1 : 1,
                Origin = p.Origin,
            })];
    }
}
