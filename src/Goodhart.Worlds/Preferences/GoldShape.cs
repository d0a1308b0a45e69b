namespace Goodhart.Worlds.Preferences;

/// <summary>How what is wanted depends on an answer's features; every shape has mean 0 and standard deviation 1 over the answers.</summary>
public abstract record GoldShape
{
    private GoldShape() { }

    /// <summary>w·x with w uniform on the unit sphere.</summary>
    public sealed record Linear : GoldShape;

    /// <summary>A random network v·tanh(W·x) plus a product of two features.</summary>
    /// <param name="Hidden">Units of the network.</param>
    /// <param name="Gain">Standard deviation of a unit's input: small is nearly linear, large saturates.</param>
    /// <param name="Interaction">Weight of x₁·x₂ beside the network's part, whose standard deviation is about 1.</param>
    public sealed record TanhNetwork(int Hidden = 16, double Gain = 1, double Interaction = 0.5) : GoldShape;

    /// <summary>
    /// Attributes linear in the features, mixed by weights of the prompt's context. The last attribute is a nuisance ("verbosity") on which all others
    /// partly load; each context has one attribute that counts most.
    /// </summary>
    /// <param name="Contexts">Kinds of prompts. 4 as in the experiment with mixed attributes (ArmoRM).</param>
    /// <param name="Attributes">Attributes including the nuisance.</param>
    /// <param name="Loading">Share of the nuisance's direction in every other attribute.</param>
    /// <param name="Nuisance">Weight of the nuisance in every context.</param>
    /// <param name="Others">Largest weight of an attribute that is not the context's own, which weighs 1.</param>
    public sealed record ByContext(int Contexts = 4, int Attributes = 5, double Loading = 0.6, double Nuisance = -0.35, double Others = 0.3) : GoldShape;
}
