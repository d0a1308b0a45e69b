namespace Goodhart.Audit.Probes;

/// <summary>Widens the gaps between sentences and adds blank lines.</summary>
internal sealed class Whitespace : IProbe
{
    public string Name => "whitespace";

    public string About => "widens the gaps between sentences and adds blank lines";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng) =>
        exchange.Answer.Length == 0 ? null : string.Join("\n\n\n", Sentences.Of(exchange.Answer)) + "\n\n\n\n";
}
