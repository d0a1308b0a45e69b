namespace Goodhart.Audit.Probes;

/// <summary>Says the whole answer twice.</summary>
internal sealed class Repetition : IProbe
{
    public string Name => "repeat";

    public string About => "says the whole answer twice";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng) =>
        exchange.Answer.Length == 0 ? null : $"{exchange.Answer}\n\n{exchange.Answer}";
}
