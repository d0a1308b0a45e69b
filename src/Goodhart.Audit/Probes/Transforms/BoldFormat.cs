namespace Goodhart.Audit.Probes;

/// <summary>Sets the first words of every sentence in bold.</summary>
internal sealed class BoldFormat : IProbe
{
    public string Name => "bold";

    public string About => "sets the first words of every sentence in bold";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng) =>
        Sentences.Of(exchange.Answer) is { Length: > 0 } sentences ? string.Join(' ', sentences.Select(Bold)) : null;

    private static string Bold(string sentence)
    {
        var words = sentence.Split(' ');
        var count = Math.Min(3, words.Length);
        return $"**{string.Join(' ', words[..count])}**{string.Concat(words[count..].Select(w => " " + w))}";
    }
}
