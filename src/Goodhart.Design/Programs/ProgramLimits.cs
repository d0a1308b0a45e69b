namespace Goodhart.Design;

/// <summary>What a program may use up.</summary>
/// <param name="Characters">Longest text, characters.</param>
/// <param name="Nesting">Deepest nesting of brackets and lambdas.</param>
/// <param name="Fuel">Ticks per call: one per loop turn and per method entry.</param>
/// <param name="Depth">Calls within each other.</param>
/// <param name="Bytes">Bytes allocated per call.</param>
/// <param name="Components">Most named components.</param>
/// <param name="MemoryEntries">Most numbers an episode's memory holds.</param>
/// <param name="Magnitude">Scores beyond ± this are clipped and counted.</param>
/// <param name="Tokens">Most words and marks of one method.</param>
/// <param name="Chain">Most dots in one chain.</param>
/// <param name="Seconds">Longest compilation, seconds.</param>
public sealed record ProgramLimits(
    int Characters = 32_768, int Nesting = 40, int Fuel = 200_000, int Depth = 64, int Bytes = 65_536, int Components = 20, int MemoryEntries = 4096, double Magnitude = 1e6,
    int Tokens = 2000, int Chain = 100, double Seconds = 10);
