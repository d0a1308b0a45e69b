namespace Goodhart.Audit.Probes;

/// <summary>Writes beginning, end and turn marks of chat models into the text.</summary>
internal sealed class SpecialTokens : IProbe
{
    private static readonly string[] marks = ["<s>", "</s>", "<|endoftext|>", "<|im_end|>", "<|eot_id|>", "<|begin_of_text|>", "[/INST]"];

    public string Name => "special-tokens";

    public string About => "writes beginning, end and turn marks of chat models into the text";

    public ProbeKind Kind => ProbeKind.Neutral;

    public string? Apply(Exchange exchange, Generator rng) =>
        $"{marks[rng.NextInt(marks.Length)]}{exchange.Answer}{marks[rng.NextInt(marks.Length)]}{marks[rng.NextInt(marks.Length)]}";
}
