namespace Goodhart.Audit.Probes;

/// <summary>Makes a list of the sentences.</summary>
internal sealed class ListFormat : IProbe
{
    public string Name => "list";

    public string About => "makes a list of the sentences";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng) =>
        Sentences.Of(exchange.Answer) is { Length: > 0 } sentences ? string.Join('\n', sentences.Select(s => $"- {s.TrimStart('-', '*', ' ')}")) : null;
}
