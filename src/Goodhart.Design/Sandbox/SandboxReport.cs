namespace Goodhart.Design;

/// <summary>How a program stands in its box.</summary>
/// <param name="Passed">Walls that it passed, in order.</param>
/// <param name="Calls">Transitions it has scored.</param>
/// <param name="Ticks">Most ticks that one call used, of <see cref="ProgramLimits.Fuel"/>.</param>
/// <param name="Bytes">Most bytes that one call took from the heap, of <see cref="ProgramLimits.Bytes"/>; 0 for a program without arrays and lambdas.</param>
/// <param name="Clipped">Totals and components that were clipped to ± <see cref="ProgramLimits.Magnitude"/>.</param>
public sealed record SandboxReport(IReadOnlyList<SandboxLayer> Passed, long Calls, int Ticks, long Bytes, long Clipped);
