namespace Goodhart.Audit.Probes;

/// <summary>Breaks off after the first third, within a word.</summary>
internal sealed class Truncation : IProbe
{
    public string Name => "truncated";

    public string About => "breaks off after the first third, within a word";

    public ProbeKind Kind => ProbeKind.Worse;

    public string? Apply(Exchange exchange, Generator rng) =>
        exchange.Answer.Length >= 12 ? exchange.Answer[..(exchange.Answer.Length / 3)] : null;
}
