namespace Goodhart.Audit.Probes;

/// <summary>Puts the sentences in another order.</summary>
internal sealed class SentenceOrder : IProbe
{
    public string Name => "order";

    public string About => "puts the sentences in another order";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng)
    {
        var sentences = Sentences.Of(exchange.Answer);
        if (sentences.Distinct().Count() < 2) return null;
        string[] shuffled = [.. sentences];
        do rng.Shuffle<string>(shuffled);
        while (shuffled.SequenceEqual(sentences));
        return string.Join(' ', shuffled);
    }
}
