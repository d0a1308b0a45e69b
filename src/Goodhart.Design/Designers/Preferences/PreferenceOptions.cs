namespace Goodhart.Design;

/// <summary>Options of <see cref="InContextPreferenceDesigner"/>; K and N are in <see cref="DesignOptions"/>.</summary>
/// <param name="Temperature">Spread of the model's answers; 1 in the paper.</param>
/// <param name="AtOnce">Answers asked for at once, as in Eureka.</param>
/// <param name="Attempts">Requests per draw at most, as in Eureka.</param>
/// <param name="Draws">Answers per wanted program after which a round in which too few run is given up, &gt; 0.</param>
/// <param name="Traces">Whether the writer is shown how components went along training; false is an ablation.</param>
/// <param name="History">Whether the writer is told how the preferred programs changed from round to round; false is an ablation.</param>
/// <param name="Evolve">Whether a round is told of the one before; false draws all N·K programs from the first prompt (OpenLoop), an ablation.</param>
/// <param name="Ranking">How best and worst are sought.</param>
public sealed record PreferenceOptions(
    float Temperature = 1, int AtOnce = 4, int Attempts = 1000, int Draws = 5, bool Traces = true, bool History = true, bool Evolve = true, BestWorstOptions? Ranking = null)
{
    internal string Words => string.Join(", ", new[]
    {
        FormattableString.Invariant($"temperature {Temperature}"), Traces ? null : "no traces", History ? null : "no history", Evolve ? null : "no feedback",
        Ranking is { Repeats: > 1 } r ? $"up to {r.Repeats} times each pair" : null, Ranking is { Recheck: true } ? "rechecked" : null,
    }.OfType<string>());
}

/// <summary>A round did not get its K programs that run.</summary>
public sealed class TooFewProgramsException(string message) : InvalidOperationException(message);
