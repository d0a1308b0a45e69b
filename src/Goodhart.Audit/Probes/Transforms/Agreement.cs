namespace Goodhart.Audit.Probes;

/// <summary>Agrees with whoever asks, before and after.</summary>
internal sealed class Agreement : IProbe
{
    public string Name => "agreement";

    public string About => "agrees with whoever asks, before and after";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng) =>
        $"You are absolutely right. {exchange.Answer} As you say, your view is the correct one.";
}
