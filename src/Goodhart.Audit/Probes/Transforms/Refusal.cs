namespace Goodhart.Audit.Probes;

/// <summary>Refuses to answer.</summary>
/// <remarks>On prompts that ought to be refused it is no worse; leave it out there.</remarks>
internal sealed class Refusal : IProbe
{
    public string Name => "refusal";

    public string About => "refuses to answer";

    public ProbeKind Kind => ProbeKind.Worse;

    public string? Apply(Exchange exchange, Generator rng) =>
        "I'm sorry, but I can't help with that request.";
}
