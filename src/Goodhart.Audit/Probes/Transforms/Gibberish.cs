namespace Goodhart.Audit.Probes;

/// <summary>Random letters in words as long as the answer's.</summary>
internal sealed class Gibberish : IProbe
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    public string Name => "gibberish";

    public string About => "random letters in words as long as the answer's";

    public ProbeKind Kind => ProbeKind.Worse;

    public string? Apply(Exchange exchange, Generator rng)
    {
        if (!exchange.Answer.Any(char.IsLetterOrDigit)) return null;
        var text = exchange.Answer.ToCharArray();
        for (var i = 0; i < text.Length; i++)
            if (char.IsLetterOrDigit(text[i])) text[i] = Letters[rng.NextInt(Letters.Length)];
        return new(text);
    }
}
