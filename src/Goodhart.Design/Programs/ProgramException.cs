namespace Goodhart.Design;

/// <summary>A reward program broke a rule while it ran. The message says what happened and what to write instead.</summary>
public class ProgramException(string message, string suggestion = "") : InvalidOperationException(suggestion.Length > 0 ? $"{message} {suggestion}" : message)
{
    public string Suggestion { get; } = suggestion;
}

/// <summary>A call used more steps, depth or memory than it may; it is final for that call.</summary>
public sealed class ProgramFuelException(string message, string suggestion = "") : ProgramException(message, suggestion);

/// <summary>The total or a component was not a finite number.</summary>
/// <param name="component">"total", or the component's name.</param>
/// <param name="value">What was written.</param>
public sealed class ProgramValueException(string component, double value)
    : ProgramException($"'{component}' was {value}.", "Guard the denominator, or use Math.Max(…, 1e-6) below a logarithm or a root.")
{
    public string Component { get; } = component;

    public double Value { get; } = value;
}
