namespace Goodhart.Learning;

/// <summary>How the learning rate goes down after warming up.</summary>
public enum Decay { None, Linear, Cosine, InverseSquareRoot }

/// <param name="Decay">Linear to 0 as in TRL; inverse square root as in "Secrets of RLHF, part II" (2024).</param>
/// <param name="Warmup">Steps of the rise, ≥ 0; where below 1 a share of all steps.</param>
/// <param name="From">Factor at the foot of the rise, in [0, 1]; .1 in "Secrets of RLHF, part II".</param>
public sealed record Schedule(Decay Decay = Decay.Linear, double Warmup = 0, double From = 0)
{
    public double Warmup { get; init; } = Ensure.NotNegative(Warmup);

    public double From { get; init; } = Ensure.InRange(From, 0, 1);

    /// <summary>Factor of the learning rate.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="steps">Of the whole training.</param>
    public double Factor(long step, long steps)
    {
        var rise = Warmup < 1 ? Warmup * steps : Warmup;
        if (step < rise) return From + (1 - From) * (step + 1) / (rise + 1);
        var gone = Math.Clamp((step - rise) / Math.Max(1, steps - rise), 0, 1);
        return Decay switch
        {
            Decay.Linear => 1 - gone,
            Decay.Cosine => 0.5 * (1 + Math.Cos(Math.PI * gone)),
            Decay.InverseSquareRoot => Math.Sqrt(Math.Max(1, rise) / Math.Max(1, step)),
            _ => 1,
        };
    }
}
