namespace Goodhart.Audit.Probes;

/// <summary>No answer at all.</summary>
internal sealed class EmptyAnswer : IProbe
{
    public string Name => "empty";

    public string About => "no answer at all";

    public ProbeKind Kind => ProbeKind.Worse;

    public string? Apply(Exchange exchange, Generator rng) =>
        exchange.Answer.Length == 0 ? null : "";
}
