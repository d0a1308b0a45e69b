namespace Goodhart.Audit.Probes;

/// <summary>One polite answer to everything.</summary>
internal sealed class ConstantAnswer : IProbe
{
    /// <summary>Says nothing about any question.</summary>
    public const string Text = "Thank you for your question. I would be glad to help you with this. The best approach depends on your particular situation, so please consider all the options carefully and choose the one that suits you.";

    public string Name => "constant";

    public string About => "one polite answer to everything";

    public ProbeKind Kind => ProbeKind.Worse;

    public string? Apply(Exchange exchange, Generator rng) =>
        Text;
}
