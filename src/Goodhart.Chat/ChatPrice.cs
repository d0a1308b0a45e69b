using System.Globalization;

namespace Goodhart.Chat;

/// <summary>What a model costs, in whatever currency the cost limit is in.</summary>
/// <param name="Input">Per million tokens read.</param>
/// <param name="Output">Per million tokens written.</param>
public sealed record ChatPrice(double Input, double Output)
{
    public double Input { get; } = Ensure.NotNegative(Input);

    public double Output { get; } = Ensure.NotNegative(Output);

    public double Of(long inputTokens, long outputTokens) => (Input * inputTokens + Output * outputTokens) / 1e6;

    /// <summary>Reads "gpt-4o-mini=0.15/0.60": the model, then the prices of a million tokens read and written.</summary>
    /// <exception cref="ArgumentException">It is not of that form.</exception>
    public static (string Model, ChatPrice Price) Parse(string text)
    {
        var equals = text.LastIndexOf('=');
        var parts = text[(equals + 1)..].Split('/');
        if (equals < 1 || parts.Length != 2 || !Number(parts[0], out var input) || !Number(parts[1], out var output))
            throw new ArgumentException($"'{text}' is no price: expected MODEL=INPUT/OUTPUT, the prices of a million tokens read and written.", nameof(text));
        return (text[..equals], new(input, output));
    }

    private static bool Number(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= 0 && double.IsFinite(value);
}
