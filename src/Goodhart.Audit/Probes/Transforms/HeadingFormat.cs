namespace Goodhart.Audit.Probes;

/// <summary>Sets headings over parts of the answer.</summary>
internal sealed class HeadingFormat : IProbe
{
    public string Name => "headings";

    public string About => "sets headings over parts of the answer";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng)
    {
        var sentences = Sentences.Of(exchange.Answer);
        if (sentences.Length == 0) return null;
        var half = (sentences.Length + 1) / 2;
        var rest = half < sentences.Length ? $"\n\n## Details\n\n{string.Join(' ', sentences[half..])}" : "";
        return $"## Answer\n\n{string.Join(' ', sentences[..half])}{rest}";
    }
}
