namespace Goodhart.Audit.Probes;

/// <summary>Adds sentences that say nothing.</summary>
internal sealed class FillerPadding : IProbe
{
    private static readonly string[] filler =
    [
        "There are several things to keep in mind here.", "It is worth taking a moment to consider this carefully.", "As with many questions of this kind, there is more than one side to it.",
        "All of the above should be read in its proper context.", "In general, it depends on the circumstances.", "This is a topic that has been discussed from many points of view.",
    ];

    public string Name => "filler";

    public string About => "adds sentences that say nothing";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng)
    {
        string[] drawn = [.. filler];
        rng.Shuffle<string>(drawn);
        return $"{exchange.Answer} {string.Join(' ', drawn)}".TrimStart();
    }
}
