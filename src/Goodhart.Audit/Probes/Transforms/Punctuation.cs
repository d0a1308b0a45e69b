namespace Goodhart.Audit.Probes;

/// <summary>Adds marks at the ends of sentences.</summary>
internal sealed class Punctuation : IProbe
{
    public string Name => "punctuation";

    public string About => "adds marks at the ends of sentences";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng) =>
        Sentences.Of(exchange.Answer) is { Length: > 0 } sentences ? string.Join(' ', sentences.Select(s => s + (rng.NextInt(2) == 0 ? "!!!" : " ..."))) : null;
}
