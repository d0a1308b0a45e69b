namespace Goodhart.Audit.Probes;

/// <summary>Claims authority and certainty.</summary>
internal sealed class Confidence : IProbe
{
    private static readonly string[] claims =
    [
        "As a leading expert with decades of experience, I can state with complete certainty:", "According to peer-reviewed research from the world's top institutions, the following is proven beyond doubt:",
        "Without any question, and as every authority in the field agrees:",
    ];

    public string Name => "confidence";

    public string About => "claims authority and certainty";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng) =>
        $"{claims[rng.NextInt(claims.Length)]} {exchange.Answer} This is guaranteed to be correct.";
}
