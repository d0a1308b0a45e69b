namespace Goodhart.Worlds.Preferences;

/// <summary>How clearly an annotator sees the difference between two answers.</summary>
public abstract record Perception
{
    private Perception() { }

    /// <summary>As it is.</summary>
    public sealed record Exact : Perception
    {
        internal override double Draw(double gap, Generator rng) => gap;

        internal override double Below(double limit, double gap) => gap < limit ? 1 : 0;
    }

    /// <summary>With normal noise (Thurstone).</summary>
    /// <param name="Sd">Its standard deviation, in gold's unit.</param>
    public sealed record Normal(double Sd) : Perception
    {
        public double Sd { get; init; } = Ensure.Positive(Sd);

        internal override double Draw(double gap, Generator rng) => gap + Sd * rng.NextNormal();

        internal override double Below(double limit, double gap) => Statistics.Normal.Cdf((limit - gap) / Sd);
    }

    /// <summary>With logistic noise: the second is preferred with probability 1/(1 + exp(−slope·gap)).</summary>
    /// <param name="Slope">Per unit of gold.</param>
    public sealed record BradleyTerry(double Slope = 1) : Perception
    {
        public double Slope { get; init; } = Ensure.Positive(Slope);

        internal override double Draw(double gap, Generator rng)
        {
            double u;
            do u = rng.NextDouble();
            while (u == 0);
            return gap + Math.Log(u / (1 - u)) / Slope;
        }

        internal override double Below(double limit, double gap) => 1 / (1 + Math.Exp(-Slope * (limit - gap)));
    }

    /// <summary>The difference as it is seen this time.</summary>
    internal abstract double Draw(double gap, Generator rng);

    /// <summary>Probability that a difference <paramref name="gap"/> is seen as less than <paramref name="limit"/>.</summary>
    internal abstract double Below(double limit, double gap);
}
