namespace Goodhart.Learning;

/// <summary>What a target of exactly ½ means: how likely two items are called equally good.</summary>
public abstract record Ties
{
    private Ties() { }

    /// <summary>Half a win for each: −½·log σ(d) − ½·log σ(−d).</summary>
    public sealed record Half : Ties;

    /// <summary>Rao and Kupper (1967): P(second ≻ first) = σ(d − η), P(tie) = 1 − σ(d − η) − σ(−d − η).</summary>
    /// <param name="Threshold">η &gt; 0, in units of the score over the temperature: leads below about η look alike.</param>
    public sealed record RaoKupper(double Threshold = 1) : Ties
    {
        public double Threshold { get; init; } = Ensure.Positive(Threshold);
    }

    /// <summary>Davidson (1970): P(tie) = ν·e^½(a+b) / (e^a + e^b + ν·e^½(a+b)).</summary>
    /// <param name="Weight">ν &gt; 0: equal items tie with probability ν/(2 + ν).</param>
    public sealed record Davidson(double Weight = 1) : Ties
    {
        public double Weight { get; init; } = Ensure.Positive(Weight);
    }

    /// <summary>A penalty instead of a probability: Weight·d² (a squared hinge without a slack, as critique-trained models use beside Bradley–Terry).</summary>
    /// <param name="Weight">≥ 0; 0 leaves ties out.</param>
    public sealed record Square(double Weight = 1) : Ties
    {
        public double Weight { get; init; } = Ensure.NotNegative(Weight);
    }
}
