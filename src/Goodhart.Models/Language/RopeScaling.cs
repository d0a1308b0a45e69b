namespace Goodhart.Models;

/// <summary>How rotary frequencies are stretched so that a model reads more tokens than it was first trained on.</summary>
public enum RopeKind
{
    /// <summary>Every frequency divided by the factor (position interpolation, 2023).</summary>
    Linear,

    /// <summary>Low frequencies divided by the factor, high ones kept, those between blended (Llama 3.1, 2024).</summary>
    Llama3,
}

/// <param name="Kind">Which frequencies are stretched.</param>
/// <param name="Factor">By how much; at least 1.</param>
/// <param name="LowFrequencyFactor">Llama 3: wavelengths longer than OriginalMaxPositions / this are divided. 1 as in Llama 3.1.</param>
/// <param name="HighFrequencyFactor">Llama 3: wavelengths shorter than OriginalMaxPositions / this are kept. 4 as in Llama 3.1.</param>
/// <param name="OriginalMaxPositions">Llama 3: the context of the first training. 8192 as in Llama 3.1.</param>
public sealed record RopeScaling(
    RopeKind Kind, double Factor, double LowFrequencyFactor = 1, double HighFrequencyFactor = 4, int OriginalMaxPositions = 8192)
{
    /// <summary>A frequency in radians per token, stretched.</summary>
    public double Stretch(double frequency)
    {
        if (Kind is RopeKind.Linear) return frequency / Factor;
        var turns = OriginalMaxPositions * frequency / (2 * Math.PI);   // within the first context
        if (turns < LowFrequencyFactor) return frequency / Factor;
        if (turns > HighFrequencyFactor) return frequency;
        var smooth = (turns - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return ((1 - smooth) * frequency / Factor) + (smooth * frequency);
    }
}
